// Boost.JSON itself, so that whoever links the testkit needs no library more.
#include <boost/json/src.hpp>
