import "server-only";
import { type FailureText, part } from "./failure-text";

export const ABOUT_NODES: readonly FailureText[] = [
  {
    code: "ha-affinity",
    pattern: /resource '(\S+)' on target node '(\S+)' in negative affinity with resource '(\S+)'/,
    cause: (match) =>
      `PVE's HA keeps ${part(match, 3)} apart from ${part(match, 1)}, which is on ${part(match, 2)}.`,
    advice: "Choose another target, or change the HA affinity rule.",
  },
  {
    code: "ha-refused",
    pattern: /command 'ha-manager migrate (\S+) (\S+)' failed/,
    cause: (match) => `PVE's HA did not take the request to move ${part(match, 1)} to ${part(match, 2)}.`,
    advice: "Look at the state of HA and at its rules.",
  },
  {
    code: "connection",
    pattern: /Can't connect to destination address using public key/,
    cause: () => "The source cannot sign in to the target over SSH.",
    advice:
      "Check that the target is up and, on the source, `pvecm updatecerts`; see also the migration network in the datacenter's options.",
  },
  {
    code: "quorum",
    pattern: /cluster not ready - no quorum/,
    cause: () => "The cluster has no quorum.",
    advice: "Bring back enough nodes; nothing can be moved until then.",
  },
  {
    code: "no-node",
    pattern: /no such cluster node '([^']+)'/,
    cause: (match) => `The cluster has no node ${part(match, 1)}.`,
    advice: "Choose another target.",
  },
  {
    code: "same-node",
    pattern: /target is local node/,
    cause: () => "The guest is on the target already.",
    advice: "Nothing has to be done.",
  },
  {
    code: "bridge",
    pattern: /(?:no such bridge|bridge) '?([\w.-]+)'?(?: does not exist)?/,
    cause: (match) => `The target has no bridge ${part(match, 1)}.`,
    advice: "Make the bridge on the target (System, Network), or choose another target.",
  },
  {
    code: "memory",
    pattern: /[Cc]annot allocate memory|Insufficient memory|cannot set up guest memory/,
    cause: () => "The target has too little free memory to start the guest.",
    advice: "Make room on the target, or choose another one.",
  },
  {
    code: "machine-version",
    pattern: /Installed QEMU version '([^']+)' is too old to run machine type '([^']+)'/,
    cause: (match) =>
      `The target's QEMU ${part(match, 1)} is too old for a guest that was started as ${part(match, 2)}.`,
    advice: "Upgrade the target, or shut the guest down and move it then.",
  },
  {
    code: "machine-version",
    pattern: /unsupported machine type|machine version .*not supported/i,
    cause: () => "The target's QEMU does not know the guest's machine version.",
    advice: "Upgrade the target, or shut the guest down and move it then.",
  },
  {
    code: "cpu-count",
    pattern: /MAX (\d+) vcpus allowed per VM on this node/,
    cause: (match) => `The target has ${part(match, 1)} processor threads, fewer than the guest has CPUs.`,
    advice: "Choose a larger target, or give the guest fewer CPUs.",
  },
  {
    code: "cpu-features",
    pattern:
      /host doesn't support requested feature|CPU (?:features?|model).*(?:mismatch|not supported)|Failed to set .*MSR|guest CPU doesn't match/i,
    cause: () => "The target's processor lacks something that the guest uses.",
    advice:
      "Give the guest a CPU type that both nodes have (such as x86-64-v2-AES), or choose a target like the source.",
  },
  {
    code: "remote-start",
    pattern: /start failed: (.+)/,
    cause: (match) => `The guest could not be started on the target: ${part(match, 1)}.`,
    advice: "Look at the lines of the target in the log.",
  },
  {
    code: "remote-start",
    pattern: /remote command failed with exit code (\d+)/,
    cause: () => "A command on the target failed.",
    advice: "Look at the lines of the target in the log, and check that the target is up.",
  },
];

export const ABOUT_THE_WAY: readonly FailureText[] = [
  {
    code: "locked",
    pattern: /(?:VM|CT) is locked \(([^)]+)\)/,
    cause: (match) => `The guest is locked (${part(match, 1)}).`,
    advice: "Wait until what holds the lock is done, then try again.",
  },
  {
    code: "not-live",
    pattern:
      /can't migrate running VM without --online|can't migrate running container without|running container can only be migrated in restart mode/,
    cause: () => "The guest was started while the move was being prepared.",
    advice: "Try again: it is moved as a running guest then.",
  },
  {
    code: "not-live",
    pattern: /lxc live migration is currently not implemented/,
    cause: () => "Containers cannot be moved while they run.",
    advice: "Move the container with a restart.",
  },
  {
    code: "interrupted",
    pattern: /received interrupt|interrupted by signal|^interrupted$|got signal/,
    cause: () => "The task was stopped.",
    advice: "Try again when nobody wants it stopped.",
  },
  {
    code: "socket",
    pattern: /Timeout, migration socket (\S+) did not get ready/,
    cause: () => "The channel for the guest's memory was not ready in time.",
    advice: "Check the load of the target and the migration network, then try again.",
  },
  {
    code: "lost-qemu",
    pattern: /too many query migrate failures/,
    cause: () => "The guest's process on the source did not answer any more.",
    advice: "Look at the guest: it may have crashed or be overloaded.",
  },
  {
    code: "memory-transfer",
    pattern: /qemu_savevm_state_complete_precopy error|migration status error: failed(?: - (.+))?/,
    cause: (match) => `QEMU broke the transfer of memory off${match[1] ? `: ${part(match, 1)}` : ""}.`,
    advice: "Check the migration network; see also whether both nodes run the same release.",
  },
  {
    code: "timeout",
    pattern: /Connection timed out|got timeout|connection (?:reset|refused|closed)/i,
    cause: () => "The connection between the nodes broke off or was too slow.",
    advice: "Check that both nodes are up, and the migration network.",
  },
  {
    code: "clean-up",
    pattern: /failed to clear migrate lock|tunnel replied 'ERR: resume failed/,
    cause: () => "The guest arrived, but not everything could be tidied up.",
    advice: "Check that the guest runs and has no lock (qm unlock or pct unlock) on the target.",
  },
  {
    code: "shutdown",
    pattern: /lxc-stop|shutdown.*timed? ?out/i,
    cause: () => "The container did not shut down in time.",
    advice: "Shut it down by hand, move it, and start it again.",
  },
  {
    code: "gone",
    pattern: /(?:Configuration file .* does not exist|(?:VM|CT) \d+ does not exist|no such VM)/,
    cause: () => "The guest is not on the source any more.",
    advice: "Look where it is; somebody else may have moved or removed it.",
  },
  {
    code: "forbidden",
    pattern: /Permission check failed \(([^,]+), ([^)]+)\)/,
    cause: (match) => `The API token lacks ${part(match, 2)} on ${part(match, 1)}.`,
    advice: "Give the token that right in Proxmox VE; the doctor of the connection says how.",
  },
  {
    code: "root-only",
    pattern: /Only root may use this option/,
    cause: () => "An option was used that only root@pam may use.",
    advice: "Set the migration network in the datacenter's options instead.",
  },
];
