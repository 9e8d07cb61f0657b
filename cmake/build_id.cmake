# The build id names what is said on the wire: it changes when a message, a frame or the contract
# changes, and never otherwise, so an unchanged rebuild stays unchanged.
file(GLOB headers ${SRC}/host/wire/*.h ${SRC}/sdk/include/dsreg/*.h ${SRC}/sdk/include/dsreg/svc/*.h)
list(SORT headers)
set(all "")
foreach(header ${headers})
  file(SHA256 ${header} sum)
  string(APPEND all ${sum})
endforeach()
string(SHA256 id "${VERSION}${all}")
string(SUBSTRING ${id} 0 16 id)
file(WRITE ${OUT} "#define DSREG_VERSION \"${VERSION}\"\n#define DSREG_BUILD_ID \"${id}\"\n")
