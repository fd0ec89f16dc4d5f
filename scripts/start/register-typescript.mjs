// Lets Node.js read the TypeScript of scripts and lib.
import { register } from "node:module";
import { register as registerTypeScript } from "tsx/esm/api";

registerTypeScript();
// The marker "server-only" throws outside a server bundle; here is the server.
register(
  `data:text/javascript,${encodeURIComponent(`
    export const resolve = (specifier, context, next) =>
      specifier === "server-only"
        ? { url: "data:text/javascript,", format: "module", shortCircuit: true }
        : next(specifier, context);`)}`,
);
