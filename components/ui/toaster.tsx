"use client";

import { CircleCheck, TriangleAlert, X } from "lucide-react";
import { Toast as Primitive } from "radix-ui";
import { type ReactNode, useSyncExternalStore } from "react";
import {
  dismissNotice,
  readNotices,
  readNoticesOnServer,
  subscribeToNotices,
} from "@/lib/client/state/notices";
import { Button } from "./button";

/** Shows the notices of `notify(...)` in the corner, below what else belongs there; problems stay until dismissed. */
export function Toaster({ children }: { children?: ReactNode }) {
  const notices = useSyncExternalStore(subscribeToNotices, readNotices, readNoticesOnServer);

  return (
    <Primitive.Provider label="Notice">
      {notices.map((notice) => (
        <Primitive.Root
          key={notice.id}
          duration={notice.tone === "bad" ? Number.POSITIVE_INFINITY : 5_000}
          onOpenChange={(open) => {
            if (!open) dismissNotice(notice.id);
          }}
          className="appear flex items-start gap-2.5 rounded-lg border border-line-strong bg-raised p-3 shadow-menu"
        >
          {notice.tone === "bad" ? (
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
          ) : (
            <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />
          )}
          <div className="min-w-0 flex-1">
            <Primitive.Title className="font-medium">{notice.title}</Primitive.Title>
            {notice.detail ? (
              <Primitive.Description className="break-words text-muted">
                {notice.detail}
              </Primitive.Description>
            ) : null}
          </div>
          <Primitive.Close asChild>
            <Button variant="ghost" size="small" aria-label="Dismiss" className="-m-1 px-1">
              <X />
            </Button>
          </Primitive.Close>
        </Primitive.Root>
      ))}
      <div className="pointer-events-none fixed right-3 bottom-16 z-60 flex w-[min(24rem,calc(100vw-1.5rem))] flex-col gap-2 md:bottom-3">
        {children}
        <Primitive.Viewport className="pointer-events-auto flex flex-col gap-2 outline-none" />
      </div>
    </Primitive.Provider>
  );
}
