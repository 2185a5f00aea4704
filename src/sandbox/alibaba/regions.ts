/** Where the story takes place. */
export type StoryRegion = 'cn-hangzhou' | 'cn-shanghai' | 'ap-southeast-1';

export interface SandboxRegion {
  readonly id: string;
  readonly names: Readonly<Record<'zh-CN' | 'en-US', string>>;
}

/** Real ones; the story takes place in the first three. */
const regions: readonly SandboxRegion[] = [
  region('cn-hangzhou', '华东1（杭州）', 'China (Hangzhou)'),
  region('cn-shanghai', '华东2（上海）', 'China (Shanghai)'),
  region('ap-southeast-1', '新加坡', 'Singapore'),
  region('cn-beijing', '华北2（北京）', 'China (Beijing)'),
  region('cn-shenzhen', '华南1（深圳）', 'China (Shenzhen)'),
  region('cn-qingdao', '华北1（青岛）', 'China (Qingdao)'),
  region('cn-zhangjiakou', '华北3（张家口）', 'China (Zhangjiakou)'),
  region('cn-huhehaote', '华北5（呼和浩特）', 'China (Hohhot)'),
  region('cn-wulanchabu', '华北6（乌兰察布）', 'China (Ulanqab)'),
  region('cn-heyuan', '华南2（河源）', 'China (Heyuan)'),
  region('cn-guangzhou', '华南3（广州）', 'China (Guangzhou)'),
  region('cn-chengdu', '西南1（成都）', 'China (Chengdu)'),
  region('cn-hongkong', '中国香港', 'China (Hong Kong)'),
  region('ap-northeast-1', '日本（东京）', 'Japan (Tokyo)'),
  region('ap-northeast-2', '韩国（首尔）', 'South Korea (Seoul)'),
  region('ap-southeast-3', '马来西亚（吉隆坡）', 'Malaysia (Kuala Lumpur)'),
  region('ap-southeast-5', '印度尼西亚（雅加达）', 'Indonesia (Jakarta)'),
  region('eu-central-1', '德国（法兰克福）', 'Germany (Frankfurt)'),
  region('eu-west-1', '英国（伦敦）', 'UK (London)'),
  region('us-east-1', '美国（弗吉尼亚）', 'US (Virginia)'),
];

export const mostRegions = regions.length;

/** The regions of a sandbox whose shares are spread over so many: those of the story at least. */
export function servedRegions(count: number): readonly SandboxRegion[] {
  return regions.slice(0, Math.max(3, count));
}

/**
 * Where made-up shares lie: an id for each of a number of shares that stands for all of them.
 * The first region has most. Of more than three every third has none, as most accounts use a few regions only.
 */
export function placement(count: number): readonly [string, ...string[]] {
  const [first = '', ...others] = regions.slice(0, Math.max(1, count)).map(({ id }) => id);
  if (count <= 3) {
    const [second, third] = others;
    const few = (id: string | undefined, times: number) =>
      Array<string>(id ? times : 0).fill(id ?? '');
    return [first, ...few(first, 6), ...few(second, 2), ...few(third, 1)];
  }
  const used = others.filter((_, index) => index % 3 !== 1);
  const weight = (index: number) => Math.max(1, Math.round(count / (index + 2)));
  return [
    first,
    ...Array<string>(count - 1).fill(first),
    ...used.flatMap((id, index) => Array<string>(weight(index)).fill(id)),
  ];
}

function region(id: string, chinese: string, english: string): SandboxRegion {
  return { id, names: { 'zh-CN': chinese, 'en-US': english } };
}
