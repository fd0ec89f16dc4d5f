/** True while keys belong to a field, a menu or a dialog, or come with a modifier. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  if (!(event.target instanceof HTMLElement)) return false;
  return (
    event.target.isContentEditable ||
    event.target.closest("input, textarea, select, [role=dialog], [role=menu]") !== null
  );
}
