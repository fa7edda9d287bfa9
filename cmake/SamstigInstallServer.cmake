# cmake --install BUILD --component server: what a machine needs that runs Samstig. The server, the command line, the app
# and what systemd must know of them; deploy/README.md says what is left to do. No part of an install without a
# component, which is the client library.
include(GNUInstallDirs)
# As they are: they have no libraries of the tree's own to be told of.
install(PROGRAMS $<TARGET_FILE:samstig-server> $<TARGET_FILE:samstig> TYPE BIN COMPONENT server EXCLUDE_FROM_ALL)
if(TARGET samstig_app)
  install(DIRECTORY ${CMAKE_BINARY_DIR}/app/ DESTINATION ${CMAKE_INSTALL_DATADIR}/samstig/app
    COMPONENT server EXCLUDE_FROM_ALL)
endif()
install(FILES deploy/samstig-server.service deploy/samstig-backup@.service deploy/samstig-backup@.timer
  DESTINATION lib/systemd/system COMPONENT server EXCLUDE_FROM_ALL)
install(FILES deploy/samstig.sysusers DESTINATION lib/sysusers.d RENAME samstig.conf
  COMPONENT server EXCLUDE_FROM_ALL)
install(FILES deploy/README.md deploy/server.yaml deploy/Caddyfile LICENSE
  DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT server EXCLUDE_FROM_ALL)
