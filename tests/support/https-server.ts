import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage, RequestListener } from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { generate } from "selfsigned";

export interface TestCertificate {
  readonly key: string;
  readonly cert: string;
  readonly fingerprint: string;
}

export interface TestCertificateOptions {
  readonly names?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

/** A self-signed certificate for 127.0.0.1, valid for a day unless told otherwise. */
export async function makeCertificate(options: TestCertificateOptions = {}): Promise<TestCertificate> {
  const { names = ["127.0.0.1", "localhost"], notBefore, notAfter } = options;
  const pems = await generate([{ name: "commonName", value: names[0] ?? "test" }], {
    keyType: "ec",
    notBeforeDate: notBefore ?? new Date(Date.now() - 3_600_000),
    notAfterDate: notAfter ?? new Date(Date.now() + 86_400_000),
    extensions: [
      { name: "basicConstraints", cA: true },
      {
        name: "subjectAltName",
        altNames: names.map((name) =>
          /^[\d.]+$/.test(name) ? { type: 7, ip: name } : { type: 2, value: name },
        ),
      },
    ],
  });
  return { key: pems.private, cert: pems.cert, fingerprint: new X509Certificate(pems.cert).fingerprint256 };
}

export interface TestServer {
  readonly port: number;
  /** `METHOD /path` of every request received. */
  readonly requests: readonly string[];
  readonly authorizations: readonly string[];
  readonly connections: () => number;
  readonly stop: () => Promise<void>;
}

/** An HTTPS server on 127.0.0.1 that answers as `listener` does. */
export async function startHttpsServer(
  certificate: TestCertificate,
  listener: RequestListener,
  port = 0,
): Promise<TestServer> {
  const requests: string[] = [];
  const authorizations: string[] = [];
  let connections = 0;
  const server = https.createServer({ key: certificate.key, cert: certificate.cert }, (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    authorizations.push(request.headers.authorization ?? "");
    listener(request, response);
  });
  server.on("connection", () => {
    connections += 1;
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    authorizations,
    connections: () => connections,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

export function answerJson(body: unknown, status = 200, reason = "OK"): RequestListener {
  return (_request, response) => {
    response.writeHead(status, reason, { "content-type": "application/json;charset=UTF-8" });
    response.end(body === undefined ? "" : JSON.stringify(body));
  };
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request) text += String(part);
  return text;
}
