import { type ClusterFacts, type Concern, concern, DAY_MS } from "./concern";

/** Clocks are read to the second and over the network, so less than this means nothing. */
const CLOCK_WARNING_MS = 5_000;
const CLOCK_CRITICAL_MS = 60_000;
const CERTIFICATE_WARNING_DAYS = 30;

export function certificateConcerns({ endpoints, tlsPolicy, checkedAtMs }: ClusterFacts): readonly Concern[] {
  const title = "Certificates";
  const known = endpoints.filter(({ certificateValidToMs }) => certificateValidToMs !== null);
  const bad = known.flatMap(({ label, certificateValidToMs }) => {
    const days = Math.floor(((certificateValidToMs ?? 0) - checkedAtMs) / DAY_MS);
    if (days >= CERTIFICATE_WARNING_DAYS) return [];
    const when = days < 0 ? "has expired" : `expires in ${days} days`;
    const pinned =
      tlsPolicy === "fingerprint" ? " Once renewed, its new fingerprint has to be pinned here." : "";
    return [
      concern({
        id: `certificate/${label}`,
        severity: days < 0 && tlsPolicy !== "fingerprint" ? "critical" : "warning",
        title,
        subject: label,
        message: `The certificate of ${label} ${when}.${pinned}`,
        fix: ["pvecm updatecerts --force"],
      }),
    ];
  });
  const insecure =
    tlsPolicy === "insecure"
      ? [
          concern({
            id: "certificate-unchecked",
            severity: "warning",
            title,
            message:
              "Any certificate is accepted, so anyone on the way can read the token. Pin the fingerprint in the connection.",
          }),
        ]
      : [];
  const soonest = Math.min(...known.map(({ certificateValidToMs }) => certificateValidToMs ?? 0));
  if (bad.length > 0 || insecure.length > 0 || known.length === 0) return [...bad, ...insecure];
  const days = Math.floor((soonest - checkedAtMs) / DAY_MS);
  return [concern({ id: "certificates", severity: "ok", title, message: `Valid for ${days} more days.` })];
}

export function clockConcerns({ endpoints, nodes }: ClusterFacts): readonly Concern[] {
  const title = "Clocks";
  const clocks = [
    ...nodes.map(({ name, clockOffsetMs }) => ({
      who: name,
      clockOffsetMs,
      call: `GET /nodes/${name}/time`,
    })),
    ...endpoints.map(({ label, clockOffsetMs }) => ({ who: label, clockOffsetMs, call: "GET /version" })),
  ].flatMap(({ who, clockOffsetMs, call }) => (clockOffsetMs === null ? [] : [{ who, clockOffsetMs, call }]));
  if (clocks.length === 0) return [];
  const off = clocks.filter(({ clockOffsetMs }) => Math.abs(clockOffsetMs) >= CLOCK_WARNING_MS);
  if (off.length === 0)
    return [concern({ id: "clocks", severity: "ok", title, message: "Every clock agrees with this one." })];
  return off.map(({ who, clockOffsetMs, call }) =>
    concern({
      id: `clock/${who}`,
      severity: Math.abs(clockOffsetMs) >= CLOCK_CRITICAL_MS ? "critical" : "warning",
      title,
      subject: who,
      call,
      message: `The clock of ${who} is ${Math.round(Math.abs(clockOffsetMs) / 1_000)} s ${clockOffsetMs > 0 ? "ahead of" : "behind"} this one. Tasks and history get wrong times, and a cluster needs its clocks together.`,
      fix: ["timedatectl set-ntp true", "systemctl restart chrony"],
    }),
  );
}
