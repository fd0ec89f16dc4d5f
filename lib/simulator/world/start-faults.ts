interface StartFault {
  readonly vmid: number;
  readonly node: string | undefined;
  left: number;
}

/** Starts that are going to fail. */
export class StartFaults {
  #faults: StartFault[] = [];

  add(vmid: number, node: string | undefined, times: number): void {
    this.#faults.push({ vmid, node, left: times });
  }

  /** Whether this start fails; each failure counts. */
  take(vmid: number, node: string): boolean {
    const fault = this.#faults.find(
      (candidate) => candidate.vmid === vmid && (candidate.node ?? node) === node,
    );
    if (!fault) return false;
    fault.left -= 1;
    if (fault.left === 0) this.#faults = this.#faults.filter((other) => other !== fault);
    return true;
  }

  clear(): void {
    this.#faults = [];
  }
}
