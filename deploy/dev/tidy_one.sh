#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# tidy_one.sh FILE: clang-tidy on one source, from the root of the tree. What passes is remembered by
# all that the judgement depends on (the preprocessed source with its comments, the lists of checks, the
# tool), so that it need not be judged again: preprocessing takes a second where clang-tidy takes ten.
set -euo pipefail
source=$1
passed=build/tidy/passed

preprocessed() {
  local command
  command=$(jq -r --arg file "$PWD/$source" \
    '[.[] | select(.file == $file)][0].command' build/tidy/compile_commands.json)
  (cd build/tidy && eval "${command/ -o * -c / -E -C -w }")
}

key=$({ clang-tidy --version; cat .clang-tidy tests/.clang-tidy; preprocessed; } | sha256sum)
key=${key%% *}
code=0
if [[ ! -e $passed/$key ]]; then
  clang-tidy -p build/tidy --quiet "$source" 2>&1 || code=1
  if ((code == 0)); then
    mkdir -p "$passed"
    touch "$passed/$key"
  fi
fi
echo "[done] $source"
exit "$code"
