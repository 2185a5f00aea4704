import assert from 'node:assert/strict';
import { activationTimes, wholeTime } from '../../../bench/performance-report.ts';

const report = `## Performance Marks
| What | Duration | Process | Info |
| --- | --- | --- | --- |
| register extensions | 120 | [renderer] | vscode.git |

## Extension Activation Stats
| Extension | Eager | Load Code | Call Activate | Finish Activate | Event | By |
| --- | --- | --- | --- | --- | --- | --- |
| vscode.git-base | true | 1 | 0 | 1 | * | vscode.git-base |
| vscode.git | true | 41 | 3 | 112 | * | vscode.git-base |
| some.other |  |  |  |  | onView:x | some.other |
`;

describe("VS Code's report on performance", () => {
  it('tells how long the parts of an activation took', () => {
    const git = activationTimes(report, 'vscode.git');
    assert.deepEqual(git, { load: 41, call: 3, finish: 112 });
    assert.equal(wholeTime(git), 156);
  });

  it('may lack an extension, or its times', () => {
    assert.throws(() => activationTimes(report, 'vscode.gi'));
    assert.throws(() => activationTimes(report, 'nobody.nothing'));
    assert.throws(() => activationTimes('', 'vscode.git'));
    assert.throws(() => activationTimes(report, 'some.other'));
  });
});
