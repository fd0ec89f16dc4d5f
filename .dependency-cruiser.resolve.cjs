// dependency-cruiser through tsconfig would take our folders `inngest` and `prisma` for the packages of those names.
const path = require("node:path");

module.exports = {
  resolve: { alias: { "@": path.resolve(__dirname) }, extensions: [".ts", ".tsx", ".mjs", ".js", ".json"] },
};
