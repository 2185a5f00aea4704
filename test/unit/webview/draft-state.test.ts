import assert from 'node:assert/strict';
import { abilities } from '../../../src/clouds/alibaba/abilities.ts';
import {
  DraftState,
  withRowReplaced,
  withoutRow,
} from '../../../src/webview/page/form/draft-state.ts';
import {
  choiceOf,
  takesProperties,
  typeChoices,
  typeToStartWith,
  typesIn,
} from '../../../src/webview/page/form/resource-types.ts';
import { emptyDraft } from './drafts.ts';

const portfolio = 'acs:servicecatalog:cn-hangzhou:1512666876910123:portfolio/port-1';
const row = (type: string, value: string) => ({ type, value, property: '' });

describe('the draft of the page', () => {
  it('tells every change once, and leaves earlier drafts alone', () => {
    const state = new DraftState(emptyDraft);
    const told: string[] = [];
    state.onDidChange(() => told.push(state.draft.name));
    state.update({ name: 'a' });
    state.update({ name: 'ab' });
    assert.deepEqual(told, ['a', 'ab']);
    assert.equal(emptyDraft.name, '');
  });

  it('holds a permission for a type until the default is chosen again', () => {
    const state = new DraftState(emptyDraft);
    state.choosePermission('VSwitch', 'p1');
    state.choosePermission('Image', 'p2');
    state.choosePermission('VSwitch', 'p3');
    assert.deepEqual(state.draft.permissions, { Image: 'p2', VSwitch: 'p3' });
    state.choosePermission('VSwitch', undefined);
    assert.deepEqual(state.draft.permissions, { Image: 'p2' });
  });

  it('puts pasted rows in the place of the row they were pasted into', () => {
    assert.deepEqual(withRowReplaced(['a', 'b', 'c'], 1, ['x', 'y']), ['a', 'x', 'y', 'c']);
    assert.deepEqual(withoutRow(['a', 'b', 'c'], 1), ['a', 'c']);
  });
});

describe('the types of resources on the page', () => {
  it('are named once each, by choice or by ARN', () => {
    const resources = [row('VSwitch', 'v-1'), row('', portfolio), row('VSwitch', 'v-2')];
    const typed = [...resources, row('Image', ''), row('Newer', 'n-1')];
    assert.deepEqual(typesIn({ resources: typed }, abilities), [
      'VSwitch',
      'ServiceCatalogPortfolio',
      'Newer',
    ]);
  });

  it('go on from the row before', () => {
    assert.equal(typeToStartWith([], abilities), 'VSwitch');
    assert.equal(typeToStartWith([row('Image', 'm-1')], abilities), 'Image');
    assert.equal(typeToStartWith([row('', portfolio)], abilities), '');
  });

  it('have a choice for ARNs and one for types that are newer than this list', () => {
    const values = typeChoices(abilities, { other: true }).map(({ value }) => value);
    assert.ok(values.includes(choiceOf(row('', portfolio), abilities)));
    assert.ok(values.includes(choiceOf(row('Newer', 'n-1'), abilities)));
    assert.equal(choiceOf(row('Image', 'm-1'), abilities), 'Image');
    assert.deepEqual(typeChoices({ ...abilities, resourceForm: 'urn' }, { other: true }), []);
  });

  it('say whether a resource takes properties', () => {
    assert.equal(takesProperties(row('', portfolio), abilities), true);
    assert.equal(takesProperties(row('ServiceCatalogPortfolio', ''), abilities), true);
    assert.equal(takesProperties(row('VSwitch', 'v-1'), abilities), false);
  });
});
