import { type FaultKind, faultKinds } from './storm.ts';

/** What a run may not leave behind. */
export interface Harm {
  readonly kind:
    | 'duplicate write'
    | 'lost row'
    | 'wrong row'
    | 'hung operation'
    | 'secret'
    | 'redirect followed'
    | 'foreign error';
  readonly text: string;
}

/** What all runs together did and found. */
export class Figures {
  runs = 0;
  readonly faults = new Map<FaultKind, number>();
  reads = 0;
  writes = 0;
  changes = 0;
  changesDone = 0;
  continued = 0;
  /** Changes of which nobody can say whether they happened, and which a person is asked about. */
  undecided = 0;
  rowsCompared = 0;
  textsSearched = 0;
  unhandled: string[] = [];
  readonly harms: { readonly seed: string; readonly harm: Harm }[] = [];

  add(other: Figures): void {
    for (const [kind, count] of other.faults)
      this.faults.set(kind, (this.faults.get(kind) ?? 0) + count);
    this.runs += other.runs;
    this.reads += other.reads;
    this.writes += other.writes;
    this.changes += other.changes;
    this.changesDone += other.changesDone;
    this.continued += other.continued;
    this.undecided += other.undecided;
    this.rowsCompared += other.rowsCompared;
    this.textsSearched += other.textsSearched;
    this.unhandled.push(...other.unhandled);
    this.harms.push(...other.harms);
  }

  get injected(): number {
    return [...this.faults.values()].reduce((sum, count) => sum + count, 0);
  }

  harmLines(): readonly string[] {
    return this.harms.map(({ seed, harm }) => `${seed}: ${harm.kind}: ${harm.text}`).slice(0, 20);
  }

  lines(title: string): readonly string[] {
    const harmed = (...kinds: readonly Harm['kind'][]): number =>
      this.harms.filter(({ harm }) => kinds.includes(harm.kind)).length;
    return [
      `${title}: ${this.runs} runs`,
      `faults injected ${this.injected}: ${faultKinds.map((kind) => `${kind} ${this.faults.get(kind) ?? 0}`).join(', ')}`,
      `changes ${this.changes}, of them done ${this.changesDone}, continued ${this.continued}, undecided ${this.undecided}`,
      `requests that reached the cloud: reads ${this.reads}, writes ${this.writes}`,
      `duplicate writes ${harmed('duplicate write')}`,
      `lost or wrong rows in the end ${harmed('lost row', 'wrong row')} of ${this.rowsCompared}`,
      `unhandled rejections ${this.unhandled.length}`,
      `hung operations ${harmed('hung operation')}`,
      `secrets found ${harmed('secret')} in ${this.textsSearched} texts and files`,
      `redirects followed ${harmed('redirect followed')}`,
      `errors of another type than ours ${harmed('foreign error')}`,
    ];
  }
}
