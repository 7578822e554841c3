# Scimitar as a container: docs/deploy.md says when this is the right choice. Its data lies on the volume.
FROM node:22-bookworm-slim AS build
WORKDIR /scimitar
COPY .npmrc package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build && npm prune --omit=dev

FROM node:22-bookworm-slim
ENV NODE_ENV=production PORT=3978 SCIMITAR_STORE=/var/lib/scimitar/scimitar.db
WORKDIR /scimitar
COPY LICENSE package.json ./
COPY --from=build /scimitar/node_modules ./node_modules
COPY --from=build /scimitar/dist ./dist
RUN mkdir /var/lib/scimitar && chown node:node /var/lib/scimitar
VOLUME /var/lib/scimitar
USER node
EXPOSE 3978
HEALTHCHECK --interval=60s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Without npm and without a shell between, so that SIGTERM reaches the bot.
CMD ["node", "--enable-source-maps", "dist/main.js"]
