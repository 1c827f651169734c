# SPDX-License-Identifier: MIT
# What is installed: library, headers, package files for CMake and pkg-config, program, manual pages, completion, data, styles.
include(CMakePackageConfigHelpers)

install(TARGETS liboreway EXPORT oreway-targets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/oreway DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

# No third-party type is in a public header, so a consumer needs no other package.
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/oreway)
install(EXPORT oreway-targets FILE oreway-config.cmake NAMESPACE oreway:: DESTINATION ${package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/oreway-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/oreway-config-version.cmake DESTINATION ${package_folder})

file(RELATIVE_PATH prefix_from_pc ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
configure_file(${CMAKE_CURRENT_LIST_DIR}/oreway.pc.in ${PROJECT_BINARY_DIR}/oreway.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/oreway.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

if(TARGET oreway_cli)
  # The installed program finds its library whatever the prefix is.
  file(RELATIVE_PATH library_from_program ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_LIBDIR})
  set_target_properties(oreway_cli PROPERTIES INSTALL_RPATH "$ORIGIN/${library_from_program}")
  install(TARGETS oreway_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  get_target_property(cli_folder oreway_cli BINARY_DIR)
  install(DIRECTORY ${cli_folder}/man/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
  install(FILES ${cli_folder}/completion/oreway DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
endif()

foreach(folder styles geodata)
  if(EXISTS ${PROJECT_SOURCE_DIR}/${folder})
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/${folder} DESTINATION ${CMAKE_INSTALL_DATADIR}/oreway)
  endif()
endforeach()
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
