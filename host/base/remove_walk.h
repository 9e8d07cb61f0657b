// The way of remove_tree.h through the folders: no recursion, few descriptors however deep it gets.
#pragma once
#include "base/remove_open.h"
#include "base/remove_tree.h"

#include <sys/stat.h>

namespace dsreg {

class remove_walk
{
public:
    remove_walk(removal_clock::time_point until, removal& out) : until_(until), out_(out) {}

    // Empties `top`. True: nothing is left in it that this walk could see.
    bool empty(unique_fd top);

private:
    struct level {
        std::string name; // in the level before
        unique_fd fd;     // closed while far above the current one
        mount_place place;
        ino_t inode = 0;
        std::vector<std::string> folders; // yet to be emptied
        bool more = false;                // there are further ones
        bool left = false;                // something stays
        unsigned passes = 0;
        uint64_t removed_before = 0; // when the last pass began
    };

    static int look(level& of);
    bool is_late() const { return removal_clock::now() >= until_; }
    uint64_t removed() const { return out_.files + out_.folders; }
    void note(level& in, const std::string& name, const std::string& why);
    std::string path_of(const std::string& name) const;
    void list(level& in);
    void take(level& in, const char* name, bool is_folder);
    void down(level& from);
    void up();
    bool again(const level& in) const;
    bool reopen_above();

    const removal_clock::time_point until_;
    removal& out_;
    std::vector<level> levels_;
    std::size_t waiting_ = 0; // names in all `folders`
};

} // namespace dsreg
