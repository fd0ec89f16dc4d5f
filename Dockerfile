# Evenkeel in one image: with DATABASE_URL it uses that PostgreSQL, without it keeps its own in the volume /data.
FROM node:22-bookworm-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json .npmrc prisma.config.ts ./
COPY prisma ./prisma
COPY scripts/postinstall.mjs ./scripts/postinstall.mjs
RUN npm ci
COPY . .
RUN node scripts/start.mjs --prepare && npm prune --omit=dev && rm -rf .next/cache

FROM node:22-bookworm-slim
# PostgreSQL wants its account to have a name.
RUN groupadd --system --gid 10001 evenkeel \
  && useradd --system --uid 10001 --gid evenkeel --no-create-home --home-dir /data --shell /usr/sbin/nologin evenkeel \
  && mkdir --mode=0700 /data \
  && chown evenkeel:evenkeel /data
WORKDIR /app
COPY --from=build /app ./
RUN mkdir .next/cache && chown evenkeel:evenkeel .next/cache
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    HOST=0.0.0.0 \
    PORT=3000 \
    EVENKEEL_DATA_DIRECTORY=/data
USER evenkeel
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=90s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Everything is down within ten seconds of SIGTERM; docker waits that long by default.
CMD ["node", "scripts/start.mjs"]
