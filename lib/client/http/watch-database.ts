export interface DatabaseWatch {
  /** The page itself says so: it is not asked before a pause, and coming back is told even if it never was away. */
  readonly isKnownAway: boolean;
  /** The status of an answer that needs the database; rejects when there is no answer at all. */
  readonly ask: () => Promise<number>;
  /** Resolves after a while. */
  readonly pause: () => Promise<void>;
  readonly onAway: () => void;
  /** It answers again, after it was away. */
  readonly onBack: () => void;
  readonly signal: AbortSignal;
}

const AWAY = 503;

/**
 * Finds out whether the server lacks its database, and if so waits until it is back. Ends at once when the first answer
 * tells that the database is there: whatever failed then failed for another reason.
 */
export async function watchDatabase(watch: DatabaseWatch): Promise<void> {
  const { isKnownAway, ask, pause, onAway, onBack, signal } = watch;
  if (isKnownAway) await pause();
  for (let wasAway = isKnownAway; !signal.aborted; ) {
    // A server that does not answer at all is being started again, or out of reach: that is waited for as well.
    const status = await ask().catch(() => AWAY);
    if (signal.aborted) return;
    if (status !== AWAY) {
      if (wasAway) onBack();
      return;
    }
    if (!wasAway) onAway();
    wasAway = true;
    await pause();
  }
}
