import { operation, type Operation } from '../operation.ts';
import { choice, fields } from '../parameters.ts';
import { servedRegions } from '../regions.ts';

/** Only the regions that this sandbox serves. */
export const describeRegions: Operation = operation(
  'DescribeRegions',
  20,
  fields({ AcceptLanguage: choice(['zh-CN', 'en-US'], 'InvalidParameter') }),
  (call, input) => ({
    Regions: servedRegions(call.world.context.regions).map(({ id, names }) => ({
      RegionId: id,
      LocalName: names[input.AcceptLanguage ?? 'zh-CN'],
      RegionEndpoint: `resourcesharing.${id}.aliyuncs.com`,
    })),
  }),
);
