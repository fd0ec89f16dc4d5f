import "server-only";
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { secretKey } from "@/lib/server/secrets/secret-key";

const VERSION = "v1";

/** A sealed text that cannot be opened: damaged, or sealed with another key. Holds nothing of its content. */
export class UnsealError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UnsealError";
  }
}

/**
 * Encrypts and authenticates a secret for storage (AES-256-GCM, a fresh nonce each time).
 *
 * @returns `v1.<key mark>.<nonce>.<content and tag>`, the parts in base64url
 */
export function seal(plain: string): string {
  const key = secretKey();
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const header = `${VERSION}.${keyMark(key)}`;
  cipher.setAAD(Buffer.from(header));
  const content = Buffer.concat([cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${header}.${nonce.toString("base64url")}.${content.toString("base64url")}`;
}

/**
 * Opens what {@link seal} made.
 *
 * @throws UnsealError when it was made with another key, or was changed since
 */
export function unseal(sealed: string): string {
  const [version, mark, nonce, content, ...rest] = sealed.split(".");
  if (version !== VERSION || !mark || !nonce || !content || rest.length > 0) {
    throw new UnsealError("The stored secret is not in a form this version can read.");
  }
  const key = secretKey();
  if (mark !== keyMark(key)) {
    throw new UnsealError("The stored secret was sealed with another EVENKEEL_SECRET_KEY; enter it again.");
  }
  return open(key, `${version}.${mark}`, Buffer.from(nonce, "base64url"), Buffer.from(content, "base64url"));
}

function open(key: Buffer, header: string, nonce: Buffer, content: Buffer): string {
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: 16 });
    decipher.setAAD(Buffer.from(header));
    decipher.setAuthTag(content.subarray(-16));
    return Buffer.concat([decipher.update(content.subarray(0, -16)), decipher.final()]).toString("utf8");
  } catch {
    throw new UnsealError("The stored secret was damaged; enter it again.");
  }
}

/** Tells keys apart without telling anything of them. */
function keyMark(key: Buffer): string {
  return createHash("sha256").update("evenkeel key mark").update(key).digest("base64url").slice(0, 8);
}
