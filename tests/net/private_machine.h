// A machine of its own for tests: user, mount and network namespaces with a loopback interface only
// and a name server setting that can be changed.
#pragma once
#include <string>

namespace dsreg::net_test {

// Before any thread starts. False: this system allows no such namespace; `ret_why` says what
// failed.
bool enter_private_machine(std::string& ret_why);

// Puts this text into /etc/resolv.conf of the private machine.
void set_resolv_conf(const std::string& text);

// Makes the certificate in this PEM file the only root that the private machine trusts.
void trust_root(const std::string& pem_file, unsigned long name_hash);

} // namespace dsreg::net_test
