import { t } from '@vscode/l10n';
import type { Region } from '../cloud.ts';

/** The regions that have a Resource Sharing endpoint (reference section 2), the most used ones first. */
export function knownRegions(): readonly Region[] {
  return [
    { id: 'cn-hangzhou', name: t('China (Hangzhou)') },
    { id: 'cn-shanghai', name: t('China (Shanghai)') },
    { id: 'cn-beijing', name: t('China (Beijing)') },
    { id: 'cn-shenzhen', name: t('China (Shenzhen)') },
    { id: 'cn-guangzhou', name: t('China (Guangzhou)') },
    { id: 'cn-chengdu', name: t('China (Chengdu)') },
    { id: 'cn-qingdao', name: t('China (Qingdao)') },
    { id: 'cn-zhangjiakou', name: t('China (Zhangjiakou)') },
    { id: 'cn-huhehaote', name: t('China (Hohhot)') },
    { id: 'cn-wulanchabu', name: t('China (Ulanqab)') },
    { id: 'cn-heyuan', name: t('China (Heyuan)') },
    { id: 'cn-heyuan-acdr-1', name: t('China (Heyuan, automotive cloud)') },
    { id: 'cn-wuhan-lr', name: t('China (Wuhan, local region)') },
    { id: 'cn-hongkong', name: t('China (Hong Kong)') },
    { id: 'ap-northeast-1', name: t('Japan (Tokyo)') },
    { id: 'ap-northeast-2', name: t('South Korea (Seoul)') },
    { id: 'ap-southeast-1', name: t('Singapore') },
    { id: 'ap-southeast-3', name: t('Malaysia (Kuala Lumpur)') },
    { id: 'ap-southeast-5', name: t('Indonesia (Jakarta)') },
    { id: 'ap-southeast-6', name: t('Philippines (Manila)') },
    { id: 'ap-southeast-7', name: t('Thailand (Bangkok)') },
    { id: 'eu-central-1', name: t('Germany (Frankfurt)') },
    { id: 'eu-west-1', name: t('UK (London)') },
    { id: 'us-east-1', name: t('US (Virginia)') },
    { id: 'us-west-1', name: t('US (Silicon Valley)') },
    { id: 'me-central-1', name: t('Saudi Arabia (Riyadh)') },
  ];
}
