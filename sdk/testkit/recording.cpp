#include <dsreg/testkit/recording.hpp>

#include <stdexcept>

namespace dsreg::testkit {

struct recording::content {};

recording::recording() = default;
recording::~recording() = default;

std::shared_ptr<const recording> recording::load(const std::string& folder)
{
    throw std::runtime_error(folder + ": recordings cannot be read yet");
}

std::vector<std::string> recording::probes() const
{
    return {};
}

world recording::world_of(const std::string& probe_id) const
{
    throw std::runtime_error(probe_id + ": recordings cannot be read yet");
}

outcome recording::outcome_of(const std::string& probe_id) const
{
    throw std::runtime_error(probe_id + ": recordings cannot be read yet");
}

const recording::answer* recording::find(const std::string&, const std::string&, uint16_t,
                                         const std::string&) const
{
    return nullptr;
}

} // namespace dsreg::testkit
