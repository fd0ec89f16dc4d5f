import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { errorCode, LaunchError } from "@/scripts/start/launch-error";

const PROBE_BYTES = 64 * 1024;

/** Makes the data directory and the folder for secrets (mode 0700) in it, and proves that they can be written to. */
export async function prepareDataDirectory(directory: string): Promise<void> {
  const probe = path.join(directory, "secrets", ".probe");
  try {
    // Others may enter, not list: as root, the account that runs PostgreSQL has its folder in here.
    await mkdir(directory, { recursive: true, mode: 0o711 });
    await mkdir(path.dirname(probe), { recursive: true, mode: 0o700 });
    await writeFile(probe, Buffer.alloc(PROBE_BYTES), { flush: true });
  } catch (cause) {
    throw explain(directory, cause);
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}

function explain(directory: string, cause: unknown): unknown {
  const setting = "set EVENKEEL_DATA_DIRECTORY to another folder";
  switch (errorCode(cause)) {
    case "ENOSPC":
    case "EDQUOT":
      return new LaunchError("disk-full", `The disk of the data directory ${directory} is full.`, { cause });
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new LaunchError(
        "permission",
        `There is no permission to write to the data directory ${directory}: grant it, or ${setting}.`,
        { cause },
      );
    case "ENOTDIR":
    case "EEXIST":
    case "ENOENT":
    case "ELOOP":
    case "ENAMETOOLONG":
      return new LaunchError(
        "permission",
        `The data directory ${directory} cannot be made, because part of its path is not a folder: ${setting}.`,
        { cause },
      );
    default:
      return cause;
  }
}
