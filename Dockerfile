# The server as one image: built from the locked dependencies, run without the development ones and not as root.
FROM node:20.20.2-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Nothing in the lock needs its install script.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npx nest build && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:20.20.2-bookworm-slim
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
RUN mkdir -p /data /keys && chown node:node /data /keys
USER node
ENV NODE_ENV=production ZELIAN_DATA=/data/ledger ZELIAN_KEYS=/keys HOST=0.0.0.0 PORT=3111
EXPOSE 3111
VOLUME ["/data", "/keys"]
ENTRYPOINT ["node", "dist/apps/cli/src/main.js"]
CMD ["serve"]
