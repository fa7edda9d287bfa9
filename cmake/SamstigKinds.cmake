# The oneofs of entity.proto and mutation.proto are the only lists of kinds and intents. From them come the
# lists that C++ needs (samstig/v1/kinds.inc) and, here, SAMSTIG_KINDS: each kind has <kind>.proto,
# domain/rules/<kind>.cc and server/decide/<kind>.cc.
set(ENTITY_PROTO ${CMAKE_SOURCE_DIR}/proto/samstig/v1/entity.proto)
set(MUTATION_PROTO ${CMAKE_SOURCE_DIR}/proto/samstig/v1/mutation.proto)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${ENTITY_PROTO} ${MUTATION_PROTO})

# Lines "    Type field = 10;" inside of oneofs: they alone are indented by four.
function(samstig_oneof FILE FIELDS MACRO_LINES)
  file(STRINGS ${FILE} LINES REGEX "^    [A-Z][A-Za-z]* [a-z_]+ = [0-9]+;")
  set(FOUND)
  set(MACRO)
  foreach(LINE ${LINES})
    string(REGEX REPLACE "^    ([A-Za-z]+) ([a-z_]+) = .*" "\\1;\\2" PARTS "${LINE}")
    list(GET PARTS 0 TYPE)
    list(GET PARTS 1 FIELD)
    list(APPEND FOUND ${FIELD})
    string(APPEND MACRO " \\\n  X(${TYPE}, ${FIELD})")
  endforeach()
  set(${FIELDS} ${FOUND} PARENT_SCOPE)
  set(${MACRO_LINES} "${MACRO}" PARENT_SCOPE)
endfunction()

samstig_oneof(${ENTITY_PROTO} SAMSTIG_KINDS KIND_LINES)
samstig_oneof(${MUTATION_PROTO} SAMSTIG_INTENTS INTENT_LINES)
set(SAMSTIG_GENERATED ${CMAKE_BINARY_DIR}/generated)
file(CONFIGURE OUTPUT ${SAMSTIG_GENERATED}/samstig/v1/kinds.inc @ONLY CONTENT
"// Made by cmake/SamstigKinds.cmake from the oneofs of entity.proto and mutation.proto.
// X(Type, field) for each kind, and for each intent.
#define SAMSTIG_KINDS(X)@KIND_LINES@

#define SAMSTIG_INTENTS(X)@INTENT_LINES@
")
