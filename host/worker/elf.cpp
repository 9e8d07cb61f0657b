#include "worker/elf.h"

#include "worker/elf_file.h"

#include <cstring>
#include <elf.h>
#include <string_view>

namespace dsreg::worker {
namespace {

#if defined(__x86_64__)
constexpr uint16_t own_machine = EM_X86_64;
#elif defined(__aarch64__)
constexpr uint16_t own_machine = EM_AARCH64;
#elif defined(__riscv)
constexpr uint16_t own_machine = EM_RISCV;
#elif defined(__powerpc64__)
constexpr uint16_t own_machine = EM_PPC64;
#elif defined(__s390x__)
constexpr uint16_t own_machine = EM_S390;
#else
#error "say which e_machine this architecture has"
#endif

std::string machine_name(uint16_t machine)
{
    switch (machine) {
    case EM_X86_64:
        return "x86-64";
    case EM_AARCH64:
        return "aarch64";
    case EM_386:
        return "i386";
    case EM_ARM:
        return "arm";
    case EM_RISCV:
        return "riscv";
    case EM_PPC64:
        return "ppc64";
    case EM_S390:
        return "s390";
    default:
        return "machine " + std::to_string(machine);
    }
}

bool names(const std::vector<char>& strings, uint32_t at, std::string_view name)
{
    if (at >= strings.size() || strings.size() - at <= name.size()) return false;
    return std::string_view(strings.data() + at, name.size()) == name &&
           strings[at + name.size()] == '\0';
}

bool defined(const Elf64_Sym& symbol)
{
    const unsigned bind = ELF64_ST_BIND(symbol.st_info);
    return symbol.st_shndx != SHN_UNDEF && (bind == STB_GLOBAL || bind == STB_WEAK);
}

enum class found { yes, no, damaged };

found search(const elf_file& object, const Elf64_Ehdr& head, std::string_view name)
{
    std::vector<Elf64_Shdr> sections;
    if (head.e_shnum == 0) return found::no;
    if (head.e_shentsize != sizeof(Elf64_Shdr) ||
        !object.read_all(head.e_shoff, head.e_shnum, sections))
        return found::damaged;
    for (const Elf64_Shdr& section : sections) {
        if (section.sh_type != SHT_DYNSYM) continue;
        std::vector<Elf64_Sym> symbols;
        std::vector<char> strings;
        if (section.sh_entsize != sizeof(Elf64_Sym) || section.sh_link >= sections.size() ||
            !object.read_all(section.sh_offset, section.sh_size / sizeof(Elf64_Sym), symbols) ||
            !object.read_all(sections[section.sh_link].sh_offset, sections[section.sh_link].sh_size,
                             strings))
            return found::damaged;
        for (const Elf64_Sym& symbol : symbols)
            if (defined(symbol) && names(strings, symbol.st_name, name)) return found::yes;
    }
    return found::no;
}

// A segment past the end would be a SIGBUS inside the dynamic linker.
bool segments_fit(const elf_file& object, const Elf64_Ehdr& head)
{
    std::vector<Elf64_Phdr> segments;
    if (head.e_phentsize != sizeof(Elf64_Phdr) || head.e_phnum == 0 ||
        !object.read_all(head.e_phoff, head.e_phnum, segments))
        return false;
    for (const Elf64_Phdr& segment : segments)
        if (!object.holds(segment.p_offset, segment.p_filesz)) return false;
    return true;
}

} // namespace

elf_verdict look_for_symbol(int fd, const char* name, std::string& ret_why)
{
    const elf_file object(fd);
    Elf64_Ehdr head{};
    if (object.size() == 0) {
        ret_why = "the file is empty";
        return elf_verdict::no_symbol;
    }
    if (!object.read(0, head.e_ident, EI_NIDENT) ||
        std::memcmp(head.e_ident, ELFMAG, SELFMAG) != 0) {
        ret_why = "the file is no shared object";
        return elf_verdict::no_symbol;
    }
    if (head.e_ident[EI_CLASS] != ELFCLASS64) {
        ret_why = "the object is not built for a 64-bit machine";
        return elf_verdict::unloadable;
    }
    constexpr bool little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
    if (head.e_ident[EI_DATA] != (little ? ELFDATA2LSB : ELFDATA2MSB)) {
        ret_why = "the object is built for a machine with another byte order";
        return elf_verdict::unloadable;
    }
    if (!object.read(0, &head, 1)) {
        ret_why = "the file is cut short";
        return elf_verdict::unloadable;
    }
    if (head.e_machine != own_machine) {
        ret_why = "the object is built for " + machine_name(head.e_machine) + ", this machine is " +
                  machine_name(own_machine);
        return elf_verdict::unloadable;
    }
    if (head.e_type != ET_DYN) {
        ret_why = "the file is no shared object";
        return elf_verdict::unloadable;
    }
    const found symbol = search(object, head, name);
    if (symbol == found::damaged || !segments_fit(object, head)) {
        ret_why = "the file is cut short or damaged";
        return elf_verdict::unloadable;
    }
    if (symbol == found::no) {
        ret_why = std::string("it exports no ") + name;
        return elf_verdict::no_symbol;
    }
    return elf_verdict::exports;
}

} // namespace dsreg::worker
