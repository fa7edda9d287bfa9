// SPDX-License-Identifier: Apache-2.0
// samstig: Samstig on the command line, for operators, organisers, and anybody who likes a
// terminal.
#include <sys/stat.h>

#include "cli/run.h"

int main(int argc, char** argv) {
  // Whatever is written here is this person's alone.
  umask(S_IRWXG | S_IRWXO);
  return static_cast<int>(samstig::cli::Run(argc, argv));
}
