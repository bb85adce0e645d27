#!/usr/bin/env bash
# Installed as /usr/local/sbin/twilio-gateway: runs a command of the gateway, such as 'twilio-gateway purge --conversation CA...', as the
# service's user and with the service's settings and secrets.
set -euo pipefail

(( EUID == 0 )) || { echo "This has to be run as root: sudo twilio-gateway $*" >&2; exit 1; }
(( $# > 0 )) || { echo "Which command? The gateway itself is started with: systemctl start twilio-gateway" >&2; exit 2; }

unit=twilio-gateway-command-$$.service
exec systemd-run --quiet --pipe --wait --collect --unit="$unit" \
  --property=User=twilio-gateway --property=Group=twilio-gateway --property=UMask=0077 \
  --property=StateDirectory=twilio-gateway --property=StateDirectoryMode=0700 \
  --property=LogsDirectory=twilio-gateway --property=LogsDirectoryMode=0700 \
  --property=EnvironmentFile=-/etc/twilio-gateway/environment \
  --property=Environment=Gateway__Audit__Directory=/var/log/twilio-gateway \
  --property=LoadCredential=secret:/etc/twilio-gateway/credentials \
  --property=BindReadOnlyPaths="/run/credentials/$unit:/run/credentials/twilio-gateway.service" \
  --property=WorkingDirectory=/ \
  /opt/twilio-gateway/current/twilio-gateway "$@"
