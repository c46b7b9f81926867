# What ./run and ./test share: the tools they stand on. Sourced; the caller sets $root.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

fail() { printf '%s: %s\n' "$(basename "$0")" "$1" >&2; exit 1; }

check_tools() {
  command -v dotnet >/dev/null && dotnet --list-sdks | grep -q '^10\.' ||
    fail 'the .NET 10 SDK is needed: https://dotnet.microsoft.com/download/dotnet/10.0'
  command -v npm >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] ||
    fail 'Node.js 20 or newer with npm is needed: https://nodejs.org/en/download'
  mkdir -p "$root/artifacts" && [ -w "$root/artifacts" ] ||
    fail "$root/artifacts belongs to another account: remove it, or give it to yourself (chown -R)"
}

# install_vips: what reads uploaded images; without it only those are refused, so this never ends the caller.
install_vips() {
  command -v vipsthumbnail >/dev/null && return
  if [ "$(uname -s)" = Linux ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo 'Installing libvips-tools, for images in questions…'
    apt-get update -qq >/dev/null 2>&1 && DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends libvips-tools >/dev/null 2>&1 && return
  fi
  echo 'Images in questions are refused until libvips is installed: sudo apt-get install libvips-tools'
}

# npm_ci FOLDER: installs what its lock file says, when that is newer than what is there.
npm_ci() {
  [ "$root/$1/node_modules/.package-lock.json" -nt "$root/$1/package-lock.json" ] ||
    (cd "$root/$1" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
}
