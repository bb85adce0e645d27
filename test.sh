#!/usr/bin/env bash
# All tests. With --long also those that take long: millions of fuzzed messages, thousands of random histories, and drills on a clean Debian.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. scripts/packages.sh

case ${1:-} in
  "") ;;
  --long) export GATEWAY_TESTS_LONG=1 ;;
  *) echo "Usage: ./test.sh [--long]" >&2; exit 2 ;;
esac

require_dotnet
require_packages libpocketsphinx3 pocketsphinx-en-us pocketsphinx pocketsphinx-testdata flite nginx-light openssl postgresql-15 jq shellcheck systemd
command -v npm >/dev/null || require_packages nodejs npm

dotnet build TwilioGateway.sln -c Release --nologo -v quiet "-clp:ErrorsOnly;NoSummary"
dotnet format TwilioGateway.sln whitespace --verify-no-changes --no-restore

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
status=0
dotnet test Gateway.Tests -c Release --no-build --nologo --logger "console;verbosity=minimal" --logger "trx;LogFileName=results.trx" --results-directory "$results" || status=$?

counter() { grep -o "<Counters[^>]*" "$results/results.trx" | grep -o " $1=\"[0-9]*\"" | tr -dc 0-9; }
total=$(counter total); passed=$(counter passed); executed=$(counter executed)
echo "$passed passed, $(( executed - passed )) failed, $(( total - executed )) skipped"

if [[ ${GATEWAY_TESTS_LONG:-} == 1 ]]; then
  scripts/drill-container.sh || status=1
  scripts/drill-systemd.sh || status=1
fi
exit "$status"
