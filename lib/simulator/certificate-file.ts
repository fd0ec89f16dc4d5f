import { readFile, rename, writeFile } from "node:fs/promises";
import { type Certificate, certificateFrom, makeCertificate } from "./http/certificate";

const KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+?-----END [A-Z ]*PRIVATE KEY-----/;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/;

/**
 * The certificate kept in a PEM file, so that its fingerprint stays the same over restarts; made when the
 * file is not there or not usable any more. Only the owner may read the file.
 */
export async function keepCertificate(file: string, nodeName: string): Promise<Certificate> {
  const kept = await readCertificate(file);
  if (kept) return kept;

  const made = await makeCertificate(nodeName);
  const temporary = `${file}.${process.pid}.new`;
  await writeFile(temporary, `${made.key.trim()}\n${made.pem.trim()}\n`, { mode: 0o600 });
  await rename(temporary, file);
  return made;
}

async function readCertificate(file: string): Promise<Certificate | null> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
  const key = KEY.exec(text)?.[0];
  const pem = CERTIFICATE.exec(text)?.[0];
  if (!key || !pem) return null;
  try {
    return certificateFrom(key, pem);
  } catch {
    return null;
  }
}
