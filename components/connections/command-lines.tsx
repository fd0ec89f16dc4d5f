"use client";

import { Copy } from "lucide-react";
import { Button } from "@/components/ui/button";
import { notify } from "@/lib/client/state/notices";

interface CommandLinesProps {
  lines: readonly string[];
  title?: string;
}

/** Commands for a root shell on any node of the cluster, to be copied whole. */
export function CommandLines({ lines, title = "On any node, as root" }: CommandLinesProps) {
  if (lines.length === 0) return null;
  async function copy() {
    try {
      await navigator.clipboard.writeText(lines.join("\n"));
      notify("Copied");
    } catch {
      notify("The browser does not allow copying here; select the lines instead", { tone: "bad" });
    }
  }
  return (
    <div className="mt-1.5 rounded-md border border-line-strong bg-raised">
      <div className="flex items-center justify-between gap-2 border-line border-b py-0.5 pr-1 pl-2 text-muted text-xs">
        {title}
        <Button variant="ghost" size="icon" aria-label="Copy these lines" onClick={() => void copy()}>
          <Copy />
        </Button>
      </div>
      <pre className="whitespace-pre-wrap break-all px-2 py-1.5 font-mono text-xs">{lines.join("\n")}</pre>
    </div>
  );
}
