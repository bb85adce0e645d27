# The gateway in a container; what to mount and to set is in docs/container.md, an example with PostgreSQL in compose.yaml.
#   docker build --tag twilio-gateway .
ARG DOTNET=10.0

# Compiled once for all processors: what is published is portable, so the machine that builds need not be of the target's kind.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:${DOTNET} AS build
WORKDIR /source
COPY Directory.Build.props Directory.Packages.props global.json .editorconfig BannedSymbols.txt ./
COPY Gateway.Core/Gateway.Core.csproj Gateway.Core/
COPY Gateway.Media/Gateway.Media.csproj Gateway.Media/
COPY Gateway.Webhook/Gateway.Webhook.csproj Gateway.Webhook/
COPY Gateway.Transcripts/Gateway.Transcripts.csproj Gateway.Transcripts/
COPY Gateway.Host/Gateway.Host.csproj Gateway.Host/
RUN dotnet restore Gateway.Host
COPY Gateway.Core Gateway.Core
COPY Gateway.Media Gateway.Media
COPY Gateway.Webhook Gateway.Webhook
COPY Gateway.Transcripts Gateway.Transcripts
COPY Gateway.Host Gateway.Host
# Without the program for one processor, and of the native libraries only those for the image's two.
RUN dotnet publish Gateway.Host --configuration Release --no-restore --property:UseAppHost=false --output /gateway \
 && find /gateway/runtimes -mindepth 1 -maxdepth 1 ! -name linux-x64 ! -name linux-arm64 -exec rm -r {} + \
 && chmod -R u=rwX,go=rX /gateway

# Only the runtime is taken from here, of the target's processor.
FROM mcr.microsoft.com/dotnet/aspnet:${DOTNET} AS runtime

FROM debian:bookworm-slim
ARG TARGETARCH
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates libpocketsphinx3 libssl3 libstdc++6 pocketsphinx-en-us \
 && rm -rf /var/lib/apt/lists/* \
 && case "$TARGETARCH" in amd64 | arm64 | "") ;; *) echo "There is no SQLite library in the image for $TARGETARCH." >&2; exit 1 ;; esac \
 && useradd --system --user-group --uid 10001 --no-create-home --home-dir /var/lib/twilio-gateway --shell /usr/sbin/nologin twilio-gateway \
 && install --directory --owner=10001 --group=10001 --mode=0700 /var/lib/twilio-gateway
COPY --from=runtime /usr/share/dotnet /usr/share/dotnet
COPY --from=build /gateway /opt/twilio-gateway

ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="TwilioGateway" \
      org.opencontainers.image.description="Media gateway: calls forked by Twilio become transcripts" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

# The runtime's debugging socket could read what is said out of the memory of the process.
ENV DOTNET_EnableDiagnostics=0 \
    STATE_DIRECTORY=/var/lib/twilio-gateway
VOLUME /var/lib/twilio-gateway
EXPOSE 8443
USER 10001:10001
WORKDIR /opt/twilio-gateway
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["/usr/share/dotnet/dotnet", "/opt/twilio-gateway/twilio-gateway.dll", "healthcheck"]
ENTRYPOINT ["/usr/share/dotnet/dotnet", "/opt/twilio-gateway/twilio-gateway.dll"]
