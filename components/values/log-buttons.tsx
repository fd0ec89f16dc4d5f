"use client";

import { Copy, Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { countOf } from "@/lib/client/format/format-count";
import { saveFile } from "@/lib/client/save-file";
import { notify } from "@/lib/client/state/notices";

/** How many lines there are, and what can be done with them. */
export function LogButtons({ lines, fileName }: { lines: readonly string[]; fileName: string }) {
  const none = lines.length === 0;
  const text = () => lines.join("\n");
  return (
    <span className="flex items-center gap-2">
      {none ? null : countOf(lines.length, "line")}
      <Button
        variant="ghost"
        size="small"
        disabled={none}
        onClick={() => void copy(text())}
        aria-label="Copy the log"
      >
        <Copy />
      </Button>
      <Button
        variant="ghost"
        size="small"
        disabled={none}
        onClick={() => saveFile(`${text()}\n`, { type: "text/plain", name: fileName })}
        aria-label="Download the log"
      >
        <Download />
      </Button>
    </span>
  );
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notify("The log was copied");
  } catch {
    notify("The browser does not let the log be copied", { tone: "bad" });
  }
}
