#!/bin/sh
# Install Debian packages where we are root; elsewhere say which ones are missing and go on
# (the tests that need them are then skipped, or fail under CI).
set -u
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "not root, or no apt-get: install $* yourself to run every test" >&2
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@" >/dev/null
