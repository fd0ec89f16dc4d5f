import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** A file system of its own in memory, small enough to be filled. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes every free block. */
  readonly fill: () => void;
  readonly free: () => void;
  readonly remove: () => void;
}

/** Only root may mount, and not in every container. */
export function canMakeDisk(): boolean {
  const folder = mkdtempSync(path.join(os.tmpdir(), "evenkeel-disk-"));
  const isMounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]).status === 0;
  if (isMounted) execFileSync("umount", [folder]);
  rmSync(folder, { recursive: true, force: true });
  return isMounted;
}

export function makeSmallDisk(megabytes: number): SmallDisk {
  const folder = mkdtempSync(path.join(os.tmpdir(), "evenkeel-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=755`, "tmpfs", folder]);
  const ballast = path.join(folder, "ballast");
  let files = 0;
  return {
    folder,
    fill: () => {
      files += 1;
      mkdirSync(ballast, { recursive: true });
      const file = openSync(path.join(ballast, String(files)), "w");
      try {
        for (let size = 1024 * 1024; size >= 512; ) size = writeAll(file, size) ? size : size / 2;
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(ballast, { recursive: true, force: true }),
    remove: () => {
      execFileSync("umount", ["--lazy", folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function writeAll(file: number, size: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(size)) === size;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOSPC") return false;
    throw error;
  }
}
