const SHARED_TYPES = new Set([
  "nfs",
  "cifs",
  "cephfs",
  "rbd",
  "iscsi",
  "iscsidirect",
  "zfs",
  "pbs",
  "esxi",
  "glusterfs",
]);

/** Whether PVE takes a storage of this type for shared without being told. */
export function isSharedStorageType(type: string): boolean {
  return SHARED_TYPES.has(type);
}
