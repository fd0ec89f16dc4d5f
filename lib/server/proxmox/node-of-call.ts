import "server-only";

/** Answered by the host that was asked, from its own copy, whatever the state of the node. */
const LOCAL_NODE_READ = /\/(rrddata|rrd|wakeonlan)$/;

/** The node that has to do the work when it is not the contacted host; null when that host answers by itself. */
export function nodeOfCall(path: string): string | null {
  const node = /^\/nodes\/([^/]+)\//.exec(path)?.[1];
  return node === undefined || LOCAL_NODE_READ.test(path) ? null : decodeURIComponent(node);
}
