#!/bin/sh
# Copies the official packages' tests to a build folder and installs the pinned packages there.
# usage: setup.sh SOURCE_FOLDER BUILD_FOLDER
set -eu
source_folder=$1
build_folder=$2

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "setup.sh: node 20 and npm are needed: the vendors' own packages are written for them (apt install nodejs npm)" >&2
    exit 1
fi
major=$(node -p 'process.versions.node.split(".")[0]')
if [ "$major" -lt 20 ]; then
    echo "setup.sh: node $major is too old, version 20 is needed" >&2
    exit 1
fi

mkdir -p "$build_folder"
cp "$source_folder"/package.json "$source_folder"/package-lock.json "$source_folder"/*.mjs "$build_folder"
cd "$build_folder"
if ! cmp -s package-lock.json .installed-lock.json; then
    npm ci --ignore-scripts --no-audit --no-fund
    cp package-lock.json .installed-lock.json
fi
