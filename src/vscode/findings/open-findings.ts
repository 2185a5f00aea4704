import { AllowedList } from './allowed-list.ts';
import { Findings, type FindingsParts } from './findings.ts';
import { FindingsView, type FindingsViewParts } from './findings-view.ts';

/** What is found, from what it is made of, and the view of it. */
export function openFindings(
  parts: Omit<FindingsParts & FindingsViewParts, 'allowed' | 'findings'>,
): FindingsView {
  const allowed = new AllowedList();
  const findings = new Findings({ ...parts, allowed });
  return new FindingsView({ ...parts, allowed, findings });
}
