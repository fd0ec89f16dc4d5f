"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useCallback, useState } from "react";
import { SWRConfig } from "swr";
import { EngineBanner } from "@/components/engine/engine-banner";
import { EngineDialogs } from "@/components/engine/engine-dialogs";
import { MoveToasts } from "@/components/moves/move-toasts";
import { Toaster } from "@/components/ui/toaster";
import { TooltipProvider } from "@/components/ui/tooltip";
import { LiveProvider } from "@/lib/client/live/live-provider";
import { useLive } from "@/lib/client/live/use-live";
import { type InitialRows, InitialRowsContext } from "@/lib/client/state/initial-rows";
import { type ConsoleViewer, ViewerContext } from "@/lib/client/state/viewer-context";
import { BottomBar } from "./bottom-bar";
import { ConnectionBanner } from "./connection-banner";
import { Header } from "./header";
import { Overlays } from "./overlays";
import { Sidebar } from "./sidebar";
import { useShortcuts } from "./use-shortcuts";

interface ConsoleShellProps {
  viewer: ConsoleViewer;
  rows: InitialRows;
  children: ReactNode;
}

/** The frame around every page behind the login. */
export function ConsoleShell({ viewer, rows, children }: ConsoleShellProps) {
  return (
    <ViewerContext value={viewer}>
      <InitialRowsContext value={rows}>
        <SWRConfig value={{ revalidateOnFocus: true, errorRetryInterval: 5_000, dedupingInterval: 1_000 }}>
          <LiveProvider viewerId={viewer.userId}>
            <TooltipProvider delayDuration={300}>
              <EngineDialogs>
                <Frame>{children}</Frame>
              </EngineDialogs>
              <Toaster>
                <MoveToasts />
              </Toaster>
            </TooltipProvider>
          </LiveProvider>
        </SWRConfig>
      </InitialRowsContext>
    </ViewerContext>
  );
}

function Frame({ children }: { children: ReactNode }) {
  const [palette, setPalette] = useState(false);
  const [sheet, setSheet] = useState(false);
  const { held, hold, resume } = useLive();
  const onPalette = useCallback(() => setPalette((open) => !open), []);
  const onSheet = useCallback(() => setSheet(true), []);
  useShortcuts({ onPalette, onSheet, onHold: held ? resume : hold });

  const overlays = <Overlays palette={palette} onPalette={setPalette} sheet={sheet} onSheet={setSheet} />;

  // A board on a wall has the whole screen.
  if (usePathname() === "/wall") {
    return (
      <>
        <main id="page" tabIndex={-1} className="min-h-dvh outline-none">
          {children}
        </main>
        {overlays}
      </>
    );
  }
  return (
    <div className="flex min-h-dvh">
      <a
        href="#page"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      <Sidebar />
      <div className="flex min-w-0 flex-1 flex-col">
        <Header onSearch={onPalette} />
        <ConnectionBanner />
        <EngineBanner />
        <main
          id="page"
          tabIndex={-1}
          className="mx-auto w-full max-w-[1920px] flex-1 px-3 pt-3 pb-20 outline-none md:px-4 md:pb-4"
        >
          {children}
        </main>
      </div>
      <BottomBar />
      {overlays}
    </div>
  );
}
