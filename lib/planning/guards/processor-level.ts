/** QEMU's named models by maker, oldest first, with the x86-64 level that each brings. */
const MODELS: readonly (readonly (readonly [name: string, level: number])[])[] = [
  [
    ["Conroe", 1],
    ["Penryn", 1],
    ["Nehalem", 2],
    ["Westmere", 2],
    ["SandyBridge", 2],
    ["IvyBridge", 2],
    ["Haswell", 3],
    ["Broadwell", 3],
    ["Skylake-Client", 3],
    ["Skylake-Server", 4],
    ["Cascadelake-Server", 4],
    ["Cooperlake", 4],
    ["Icelake-Server", 4],
    ["SapphireRapids", 4],
    ["GraniteRapids", 4],
  ],
  [
    ["Opteron_G1", 1],
    ["Opteron_G2", 1],
    ["Opteron_G3", 1],
    ["Opteron_G4", 2],
    ["Opteron_G5", 2],
    ["EPYC", 3],
    ["EPYC-Rome", 3],
    ["EPYC-Milan", 3],
    ["EPYC-Genoa", 4],
    ["EPYC-Turin", 4],
  ],
];

/** What a CPU's name says of it; maker and place are those in {@link MODELS}, null where the name is only a level. */
interface Level {
  readonly level: number;
  readonly maker: number | null;
  readonly place: number;
}

/**
 * Whether a VM that runs with a CPU type can go on running on another processor.
 *
 * `host` and `max` need the same processor. A level (`x86-64-v3`) or one of QEMU's named models needs a processor of that level
 * at least, and a named one of the same maker that is no older, where the target's name says so.
 *
 * @param cpuType as configured, such as `host` or `x86-64-v2-AES`
 * @param source  name of the processor that it runs on
 * @param target  name of the processor that it would run on
 * @returns true as well where a name says nothing
 */
export function fitsProcessor(cpuType: string | null, source: string | null, target: string | null): boolean {
  if (cpuType === null || target === null) return true;
  if (cpuType === "host" || cpuType === "max") return source === null || source === target;
  const needed = levelOf(cpuType);
  const offered = levelOf(target);
  if (!needed || !offered) return true;
  if (needed.maker !== null && offered.maker !== null) {
    return needed.maker === offered.maker && needed.place <= offered.place;
  }
  return needed.level <= offered.level;
}

function levelOf(name: string): Level | null {
  const level = /^x86-64-v([1-4])(-|$)/.exec(name)?.[1];
  if (level) return { level: Number(level), maker: null, place: 0 };
  const plain = name.replace(/-(v\d+|noTSX|IBRS|IBPB)/g, "");
  for (const [maker, models] of MODELS.entries()) {
    const place = models.findIndex(([model]) => model === plain);
    const found = models[place];
    if (found) return { level: found[1], maker, place };
  }
  return null;
}
