"use client";

import { Dialog, DialogBody, DialogContent } from "@/components/ui/dialog";
import { NAVIGATION } from "./navigation";

const KEYS: readonly (readonly [string, string])[] = [
  ["Ctrl K", "Go to any page, node, guest or setting"],
  ["/", "Filter"],
  ["?", "This sheet"],
  [".", "Hold or follow live values"],
  ["[ ]", "Shorter or longer time range"],
  ["j k", "Next or previous row"],
  ["x", "Choose the guest of the row"],
  ["Enter", "Open"],
  ["Esc", "Back one layer"],
];

interface ShortcutSheetProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function ShortcutSheet({ open, onOpenChange }: ShortcutSheetProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title="Keys">
        <DialogBody>
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1.5">
            {KEYS.map(([keys, meaning]) => (
              <Row key={keys} keys={keys} meaning={meaning} />
            ))}
            {NAVIGATION.map(({ key, title }) => (
              <Row key={title} keys={`g ${key}`} meaning={`Go to ${title}`} />
            ))}
          </dl>
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}

function Row({ keys, meaning }: { keys: string; meaning: string }) {
  return (
    <>
      <dt className="flex gap-1">
        {keys.split(" ").map((key) => (
          <kbd key={key} className="rounded-sm border border-line-strong bg-bg px-1.5 font-mono text-sm">
            {key}
          </kbd>
        ))}
      </dt>
      <dd className="text-muted">{meaning}</dd>
    </>
  );
}
