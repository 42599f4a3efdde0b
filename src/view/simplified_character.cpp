#include "simplified_character.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "party_text.hpp"

namespace staysail::view {
namespace {

// Pairs, traditional first: surnames, then what given names, firms and addresses are made of.
constexpr std::string_view kPairs =
    "張张劉刘陳陈楊杨黃黄趙赵吳吴孫孙馬马羅罗鄭郑謝谢許许韓韩馮冯鄧邓蕭萧葉叶蔣蒋蘇苏盧卢鐘钟鍾钟賈贾"
    "鄒邹陸陆譚谭龍龙萬万錢钱湯汤賴赖藍蓝閻阎齊齐龐庞顧顾嚴严聶聂閔闵紀纪項项單单厲厉鄔邬車车費费滕滕"
    "喬乔賀贺龔龚饒饶區区鮑鲍華华衛卫伍伍歐欧陽阳於于溫温莊庄練练樂乐寧宁畢毕滿满"
    "偉伟麗丽強强軍军勇勇豔艳艷艳傑杰濤涛蘭兰國国誌志燕燕紅红軒轩明明寶宝貴贵慶庆榮荣興兴東东業业義义"
    "愛爱鳳凤鵬鹏飛飞鴻鸿輝辉煒炜燁烨瑩莹蓮莲薇薇蕓芸蘊蕴雲云霧雾靜静穎颖頌颂順顺願愿顏颜風风馨馨駿骏"
    "騰腾驥骥魯鲁鯤鲲鶴鹤麟麟黨党鈞钧鋒锋銳锐錦锦鎮镇鐵铁鑫鑫長长開开閩闽關关間间聞闻際际隨随難难"
    "雙双電电靈灵韻韵頻频領领類类飄飘駱骆驗验體体魚鱼鮮鲜鳥鸟鵑鹃麥麦點点"
    "億亿備备價价儀仪優优側侧偵侦傳传債债傷伤億亿僑侨儒儒兒儿內内兩两冊册凱凯創创劍剑劃划動动務务勝胜勞劳"
    "勛勋勵励協协參参員员問问啟启善善嘉嘉團团園园圓圆場场塊块塵尘壯壮壽寿夢梦夥伙奐奂奮奋婁娄媽妈嫻娴"
    "學学實实審审寫写寬宽將将專专尋寻對对導导層层屆届屬属岡冈島岛嶺岭嶽岳巖岩師师帥帅帶带幣币幫帮庫库廠厂"
    "廣广廟庙廳厅張张彌弥彙汇後后徑径從从復复德德志志恆恒悅悦惠惠慧慧憲宪應应懷怀戀恋戰战戶户撫抚擇择擔担"
    "據据擴扩攝摄敏敏數数斷断新新時时晉晋晝昼暉晖曉晓曆历書书會会條条來来松松柵栅楓枫樓楼標标樞枢樣样樹树"
    "橋桥機机權权檔档檢检檸柠歲岁歷历歸归殘残毅毅氣气漢汉決决沖冲況况洩泄淨净淵渊測测渾浑港港湧涌滄沧滬沪"
    "漸渐潔洁潤润澤泽濟济濱滨灣湾灘滩為为無无煉炼煙烟熱热燈灯營营爾尔牆墙獅狮獎奖獨独環环現现瑤瑶璽玺產产"
    "畫画當当療疗發发盤盘監监盜盗眾众碩硕礦矿禮礼禪禅種种稱称積积穩稳競竞筆笔節节範范築筑篤笃簡简籃篮糧粮"
    "約约紋纹納纳純纯紗纱級级細细終终組组結结絡络給给統统絲丝經经綜综綠绿維维網网綺绮線线緒绪緣缘縣县縱纵"
    "總总績绩織织繡绣繼继續续缽钵羨羡習习聖圣聯联聰聪聲声職职聽听肅肃臨临舉举舊旧艦舰藝艺薦荐藥药處处虛虚"
    "號号術术街街衝冲裏里裡里補补裝装製制複复親亲覺觉觀观視视規规計计訊讯記记訓训設设訪访証证評评詠咏試试"
    "詩诗話话誠诚語语說说課课調调論论諾诺謀谋謙谦講讲譽誉護护讓让豐丰財财貞贞貨货貿贸資资賓宾賢贤賣卖質质"
    "購购贊赞趕赶軟软較较載载輕轻輪轮輸输辦办農农迅迅這这連连進进運运過过達达違违遠远適适遷迁選选遼辽邊边"
    "郵邮鄉乡醫医釋释針针鈴铃銀银銅铜銘铭鋼钢錄录鏡镜門门閃闪閣阁闆板闊阔陝陕陰阴隊队階阶隴陇雜杂離离"
    "頂顶項项須须預预頭头題题額额養养館馆馳驰駐驻驛驿髮发魏魏";

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

Pairs sorted_pairs() {
  const auto characters = characters_of(kPairs);
  Pairs pairs;
  for (std::size_t i = 0; i + 1 < characters.size(); i += 2) pairs.emplace_back(characters[i], characters[i + 1]);
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

}  // namespace

std::uint32_t simplified(std::uint32_t character) {
  static const Pairs pairs = sorted_pairs();
  const auto found = std::lower_bound(pairs.begin(), pairs.end(), std::make_pair(character, std::uint32_t{0}));
  return found != pairs.end() && found->first == character ? found->second : character;
}

}  // namespace staysail::view
