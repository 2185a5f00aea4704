import { access } from './access.ts';
import { activity } from './activity.ts';
import { form } from './form.ts';
import { graph } from './graph.ts';
import { plan } from './plan.ts';
import { outsiders } from './outsiders.ts';
import type { Scene } from './scene.ts';
import { share } from './share.ts';
import { shares } from './shares.ts';

/** Every scene by the name that `npm start -- --screenshot FILE --scene NAME` takes. */
const scenes: Readonly<Record<string, Scene>> = {
  shares,
  form,
  plan,
  activity,
  access,
  outsiders,
  graph,
  share,
};

/** @throws Error that names the scenes there are */
export function sceneNamed(name: string): Scene {
  const scene = scenes[name];
  if (!scene) throw new Error(`--scene takes ${Object.keys(scenes).join(', ')}, not ${name}`);
  return scene;
}
