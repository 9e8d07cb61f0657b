#include "object.h"

#include "base/unique_fd.h"
#include "worker/elf_file.h"

#include <cstring>
#include <elf.h>
#include <fcntl.h>
#include <string_view>

namespace dsreg::check {
namespace {

using worker::elf_file;

class object_reader
{
public:
    explicit object_reader(const elf_file& file) : file_(file) {}

    std::string read(object& ret)
    {
        constexpr const char* none = "it is no 64-bit shared object";
        constexpr const char* damaged = "its tables are cut short or damaged";
        if (!file_.read(0, &head_, 1) || std::memcmp(head_.e_ident, ELFMAG, SELFMAG) != 0 ||
            head_.e_ident[EI_CLASS] != ELFCLASS64 || head_.e_type != ET_DYN)
            return none;
        if (head_.e_shentsize != sizeof(Elf64_Shdr) || head_.e_shnum == 0 ||
            head_.e_shstrndx >= head_.e_shnum ||
            !file_.read_all(head_.e_shoff, head_.e_shnum, sections_) ||
            !strings_of(head_.e_shstrndx, names_) || !segments())
            return damaged;
        for (const Elf64_Shdr& s : sections_) {
            if (s.sh_type == SHT_DYNSYM && !symbols(s, ret)) return damaged;
            if (s.sh_type == SHT_DYNAMIC && !dynamic(s, ret)) return damaged;
        }
        return {};
    }

private:
    bool strings_of(std::size_t section, std::vector<char>& to) const
    {
        return section < sections_.size() &&
               file_.read_all(sections_[section].sh_offset, sections_[section].sh_size, to);
    }
    static std::string text(const std::vector<char>& strings, uint64_t at)
    {
        if (at >= strings.size()) return {};
        return std::string(strings.data() + at,
                           ::strnlen(strings.data() + at, strings.size() - at));
    }
    bool segments()
    {
        std::vector<Elf64_Phdr> list;
        if (head_.e_phentsize != sizeof(Elf64_Phdr) ||
            !file_.read_all(head_.e_phoff, head_.e_phnum, list))
            return false;
        for (const Elf64_Phdr& p : list)
            if (p.p_type == PT_GNU_RELRO) relro_ = p;
        return true;
    }
    bool symbols(const Elf64_Shdr& table, object& ret)
    {
        std::vector<Elf64_Sym> list;
        std::vector<char> strings;
        if (table.sh_entsize != sizeof(Elf64_Sym) || !strings_of(table.sh_link, strings) ||
            !file_.read_all(table.sh_offset, table.sh_size / sizeof(Elf64_Sym), list))
            return false;
        for (const Elf64_Sym& s : list) {
            const unsigned bind = ELF64_ST_BIND(s.st_info), type = ELF64_ST_TYPE(s.st_info);
            // Absolute symbols are names of versions.
            if (s.st_shndx == SHN_UNDEF || s.st_shndx == SHN_ABS || bind == STB_LOCAL ||
                type == STT_SECTION || ELF64_ST_VISIBILITY(s.st_other) == STV_HIDDEN)
                continue;
            ret.exports.push_back(describe(s, text(strings, s.st_name)));
        }
        return true;
    }
    defined_symbol describe(const Elf64_Sym& s, std::string name) const
    {
        defined_symbol out;
        out.name = std::move(name);
        out.data = ELF64_ST_TYPE(s.st_info) == STT_OBJECT;
        if (s.st_shndx >= sections_.size()) return out;
        const Elf64_Shdr& home = sections_[s.st_shndx];
        out.section = text(names_, home.sh_name);
        const bool relocated = relro_.p_memsz != 0 && s.st_value >= relro_.p_vaddr &&
                               s.st_value + s.st_size <= relro_.p_vaddr + relro_.p_memsz;
        out.constant = (home.sh_flags & SHF_WRITE) == 0 || relocated;
        if (home.sh_type == SHT_NOBITS || s.st_value < home.sh_addr) return out;
        out.stored = true;
        out.bytes.resize(std::min<uint64_t>(s.st_size, 64));
        if (!file_.read(home.sh_offset + (s.st_value - home.sh_addr), out.bytes.data(),
                        out.bytes.size()))
            out.bytes.clear();
        return out;
    }
    bool dynamic(const Elf64_Shdr& table, object& ret) const
    {
        std::vector<Elf64_Dyn> list;
        std::vector<char> strings;
        if (table.sh_entsize != sizeof(Elf64_Dyn) || !strings_of(table.sh_link, strings) ||
            !file_.read_all(table.sh_offset, table.sh_size / sizeof(Elf64_Dyn), list))
            return false;
        for (const Elf64_Dyn& d : list) {
            if (d.d_tag == DT_NULL) break;
            if (d.d_tag == DT_NEEDED) ret.libraries.push_back(text(strings, d.d_un.d_val));
            if (d.d_tag == DT_RPATH || d.d_tag == DT_RUNPATH)
                ret.search_path = text(strings, d.d_un.d_val);
        }
        return true;
    }

    const elf_file& file_;
    Elf64_Ehdr head_{};
    Elf64_Phdr relro_{};
    std::vector<Elf64_Shdr> sections_;
    std::vector<char> names_;
};

} // namespace

std::string read_object(const std::string& path, object& ret)
{
    const unique_fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    if (!fd) return std::string("it cannot be opened: ") + std::strerror(errno);
    const elf_file file(fd.get());
    return object_reader(file).read(ret);
}

} // namespace dsreg::check
