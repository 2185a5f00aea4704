import { operation, type Operation } from '../operation.ts';
import { choice, fields } from '../parameters.ts';
import { regionIds, type RegionId } from '../world.ts';

const names: Readonly<Record<RegionId, Readonly<Record<'zh-CN' | 'en-US', string>>>> = {
  'cn-hangzhou': { 'zh-CN': '华东1（杭州）', 'en-US': 'China (Hangzhou)' },
  'cn-shanghai': { 'zh-CN': '华东2（上海）', 'en-US': 'China (Shanghai)' },
  'ap-southeast-1': { 'zh-CN': '新加坡', 'en-US': 'Singapore' },
};

/** Only the regions that this sandbox serves. */
export const describeRegions: Operation = operation(
  'DescribeRegions',
  20,
  fields({ AcceptLanguage: choice(['zh-CN', 'en-US'], 'InvalidParameter') }),
  (_call, input) => ({
    Regions: regionIds.map((id) => ({
      RegionId: id,
      LocalName: names[id][input.AcceptLanguage ?? 'zh-CN'],
      RegionEndpoint: `resourcesharing.${id}.aliyuncs.com`,
    })),
  }),
);
