# shellcheck shell=bash
# Sourced by demo.sh and test.sh: installs the Debian packages that are missing.
# Usage: require_packages PACKAGE...

require_packages() {
  local package missing=() sudo=()
  for package in "$@"; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
  done
  (( ${#missing[@]} > 0 )) || return 0

  command -v apt-get >/dev/null || { echo "These Debian packages are missing, and there is no apt-get to install them: ${missing[*]}" >&2; return 1; }
  if (( EUID != 0 )); then
    command -v sudo >/dev/null || { echo "These Debian packages are missing; install them as root: apt-get install ${missing[*]}" >&2; return 1; }
    sudo=(sudo)
  fi
  echo "Installing ${missing[*]} ..."
  "${sudo[@]}" apt-get update -qq
  # RUNLEVEL=1: a server among them, such as nginx, is only wanted by the tests and is not to be started by its installation.
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

require_dotnet() {
  command -v dotnet >/dev/null || { echo "The .NET 10 SDK is needed: 'dotnet' is not on the PATH." >&2; return 1; }
}
