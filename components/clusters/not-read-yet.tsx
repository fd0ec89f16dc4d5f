/** Stands for a part of a reading that has not come yet. */
export function NotReadYet({ what }: { what: string }) {
  return (
    <p className="text-muted">
      {what} not been read yet. Evenkeel asks for it every few minutes; Doctor under Connections tells whether
      the token may.
    </p>
  );
}
