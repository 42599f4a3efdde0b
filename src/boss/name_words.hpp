// The words themselves, plain as plain_name() makes them: lines of "key: word word", a key on as many as it needs.
#pragma once

#include <string_view>

namespace staysail::boss {

// "table.attribute" or "*.attribute" for an attribute of any table.
inline constexpr std::string_view kAttributeWords = R"(*.subscription_id: subsid subscriptionid subscriberid
*.subscription_id: userid usersid subs lineid 用户编号 用户标识 用户id 用户号 产品实例编号 产品实例标识
*.subscription_id: 订购实例编号
*.account_id: acctid accountid acct account acctno accountno acctcode 账户编号 账户标识 账户id 账户号 帐户编号
*.account_id: 帐户标识 合同号
*.customer_id: custid customerid cust customer custno customerno custcode 客户编号 客户标识 客户id 客户号
*.customer_id: 客户代码 集团编号
*.party_id: partyid party 参与人编号 参与人标识
*.unit_id: unitid orgid 机构编号 部门编号 组织编号
*.staff_id: staffid employeeid 员工编号 工号
*.task_id: taskid 任务编号
*.bill_id: billid billno invoiceid invoiceno 账单编号 账单号 账单标识
*.payment_id: paymentid payid paymentno 缴费编号 缴费流水号 缴费流水 支付流水 支付流水号 流水号 交易流水号
*.ticket_id: ticketid ticketno 工单编号 工单号 投诉编号
*.interaction_id: interactionid contactid 接触编号 接触流水号 interactno
*.agreement_id: agreementid contractid 合约编号 协议编号 合同编号
*.plan_instance_id: planinstanceid instanceid 套餐实例编号
*.service_id: serviceid 服务编号
*.member_customer_id: membercustid memberid 成员编号 成员客户编号
group_members.customer_id: groupcustid groupid 集团客户编号 集团编号
*.manager_id: managerid 客户经理 客户经理编号 经理编号
*.parent_unit_id: parentid parentunitid 上级机构编号 上级机构
*.renews_agreement_id: renewsid
parties.name: name custname customername username 姓名 客户姓名 客户名称 用户姓名 名称 机主
staff.name: staffname name 员工姓名 姓名
units.name: unitname orgname 机构名称 部门名称
*.identity_number: identitynumber idno idnumber idcard certno certid 证件号码 证件号 身份证号 身份证号码 证件编号
parties.phone: phone mobile contactphone telephone tel 联系电话 联系号码 联系手机 手机 手机号
*.address: address addr 地址 联系地址 通信地址 装机地址 住址
*.birth_day: birthday birthdate dateofbirth 出生日期 生日
*.gender: gender sex 性别
parties.kind: partytype partykind 参与人类型
*.age: age 年龄
*.region: region city area 地区 归属地区 归属地 地市 区域 县市
*.customer_type: custtype customertype kind 客户类型 客户类别
customers.status: custstatus customerstatus status 客户状态
customers.since: since custsince 入网日期 建档日期 开户日期 成为客户日期
*.preferred_channel: preferredchannel channel 偏好渠道
*.grade: grade custlevel 客户等级 客户级别 星级 会员等级
*.industry: industry 行业
*.payment_mode: paymode paytype paymentmode 付费方式 付费类型 付费模式
accounts.status: acctstatus status 账户状态
*.payment_method: paymethod paymentmethod 缴费方式 支付方式 托收方式
*.credit_limit: creditlimit 信用额度
*.bill_day: billday 账单日 出账日
subscriptions.number: number serialno msisdn accnbr phonenumber servicenumber 业务号码 服务号码 用户号码
subscriptions.number: 手机号码 电话号码 号码 设备号
*.product_type: producttype product prodtype 产品类型 业务类型 产品类别 专业类型
subscriptions.status: subsstatus userstatus status statuscd state 用户状态 状态 使用状态
*.suspension_reason: stopreason suspensionreason 停机原因
*.offering: offering offer offerid offername plan planname tariffplan 套餐名称 套餐 主套餐 资费名称 销售品名称
*.activated: activated opendate activationdate opentime createdate opened 开通日期 开通时间 入网时间 入网日期
*.activated: 开户时间 激活日期
*.terminated: terminated closedate closed destroytime 销户日期 销户时间 离网日期 拆机日期
*.terminated_by: closedby terminatedby
*.termination_cause: closecause terminationcause 离网原因 拆机原因
*.tenure_months: tenure tenuremonths subscriptionlength 在网时长 在网月数 网龄
agreements.kind: contracttype agreementkind 合约类型
agreements.months: months term 合约月数 合约期 合约期限
*.start: startdate effdate begindate validfrom 开始日期 生效日期 生效时间 合约开始日期 合约开始时间 合约生效日期
*.end: enddate expdate validto 结束日期 失效日期 到期日期 失效时间 合约到期日期 合约结束时间 合约结束日期
plan_instances.monthly_price: pricemonthly price monthlyfee monthlycharges rent 月费 月租 月租费 月费用
*.member_role: role 角色
services.service: service servicename 服务名称 增值业务
services.category: category 服务类别
status_history.day: eventdate changedate statusdate 变更日期 变更时间 状态日期
status_history.status: status newstatus 状态 变更后状态
status_history.reason: reason 原因 变更原因
bills.month: month cycle billmonth billingcycle billcycle acctmonth billingmonth period 账单月份 账期 计费月
bills.month: 计费月份 出账月份 账务周期
bills.amount: amount billamount fee totalfee charge due total 出账金额 账单金额 应收金额 出账费用 应缴金额
bills.amount: 总费用 费用
bills.remaining: remaining unpaid owefee arrears 未缴金额 欠费 欠费金额 未销金额
bills.issued: issued issuedate billdate 出账日期 出账时间
bills.due: duedate due 到期日期 缴费截止日期 最迟缴费日期
bills.paid: paid paiddate paydate paymentdate 缴费日期 缴费时间 付款日期 销账日期
bills.cost: cost 成本
usage.month: month cycle usagemonth acctmonth period 月份 账期 统计月份 使用月份
usage.calls_out: callsout outcalls mocalls 主叫次数
usage.calls_in: callsin incalls mtcalls 被叫次数
usage.seconds_out: secondsout outduration moduration 主叫时长
usage.seconds: seconds duration callduration voiceduration minutes secondsofuse 通话时长 语音时长 总时长
usage.data_mb: data datamb dataflow traffic datavolume flow 流量 上网流量 数据流量
usage.sms_out: smsout sms smscount 短信条数 短信 点对点短信
usage.distinct_contacts: contacts distinctcontacts distinctcallednumbers 联系人数 交往圈人数 通话对端数
usage.last_outgoing_call: lastcallout lastcall lastoutgoingcall 最后主叫日期 最近通话日期 末次主叫日期
usage.active_days: activedays 活跃天数 通话天数
usage.rival_calls: rivalcalls 异网通话次数
usage.failed_calls: failedcalls callfailure 掉话次数 呼叫失败次数
payments.day: paydate paymentdate day paytime 缴费日期 缴费时间 支付日期
payments.amount: amount payamount payfee 缴费金额 支付金额 金额
payments.channel: channel paychannel 缴费渠道 支付渠道
payments.days_late: dayslate 逾期天数
balances.day: balancedate day date 余额日期 统计日期
balances.amount: balance amount 余额 账户余额
balances.overdue: overdue 欠费 逾期金额
balances.oldest_due: oldestdue 最早欠费日期
tickets.type: type tickettype 工单类型 投诉类型
tickets.cause: cause 投诉原因 工单原因
tickets.status: status ticketstatus 工单状态
tickets.opened: opened opendate createtime createdate accepttime 受理日期 受理时间 投诉日期 投诉时间 创建时间
tickets.resolved: resolved resolvedate closetime 办结日期 办结时间 解决时间
tickets.severity: severity priority 紧急程度 严重程度
interactions.day: day date contactdate 接触日期 接触时间 日期
interactions.channel: channel 渠道 接触渠道
interactions.direction: direction 方向
interactions.reason: reason 原因
interactions.result: result 结果 接触结果
interactions.satisfaction: satisfaction 满意度
consent.channel: channel 渠道
consent.purpose: purpose 用途 授权用途
consent.day: day date consentdate signdate 授权日期
consent.granted: granted consent agree 是否同意 是否授权
port_out_requests.day: day requestdate date 申请日期 携转日期
port_out_requests.status: status portstatus 携转状态
port_out_requests.to_operator: tooperator recipient 转入运营商 携入方
outcomes.day: day date resultdate 日期 完成日期
outcomes.result: result 结果
outcomes.note: note remark 备注
units.level: level unitlevel 级别 机构级别
staff.role: role 角色 岗位
staff.status: status 状态
staff.skills: skills 技能
staff.capacity: capacity 容量)";

// Beginnings of the names of files that hold a table, or Chinese words anywhere in them.
inline constexpr std::string_view kTableWords = R"(units: unit org 机构 部门
staff: staff employee 员工
parties: part person people 参与人
customers: cust 客户
accounts: acct account 账户 帐户
subscriptions: subs subscription line user 用户资料 用户信息 号码
agreements: agreement contract 合约 协议
plan_instances: plan offerinst 套餐
services: service vas 增值
group_members: groupmember member 成员
status_history: statushist statuschange 状态变更 停复机
bills: bill invoice 账单 出账
usage: usage 用量 使用量 清单汇总
payments: pay 缴费
balances: balance 余额
tickets: ticket complaint 工单 投诉
interactions: interact contact 接触 interaction
consent: consent 授权
port_out_requests: port 携转 携号
outcomes: outcome 结果回执)";

// What the end of a name says about the unit of its values.
inline constexpr std::string_view kUnitWords = R"(fen: _fen (分) （分） (fen)
li: _li (厘) （厘）
yuan: _yuan (元) （元）
GB: gb (gb)
KB: kb (kb)
MB: mb (mb)
min: minutes _min 分钟 (分钟) （分钟）
h: hours 小时)";

// Labels by the symbol that they mean.
inline constexpr std::string_view kLabelWords = R"(female: 女 女性 f female
male: 男 男性 m male
individual: 个人 个人客户 公众 公众客户 person individual personal
organisation: 单位 企业 organization 集团
group: 集团 集团客户 政企 政企客户 企业 单位 group enterprise corporate
prepaid: 预付费 预付 prepaid
postpaid: 后付费 后付 postpaid
mobile: 移动 手机 移动电话 移网 mobile gsm
broadband: 宽带 固网宽带 broadband
fixed_line: 固话 固定电话 电话 fixed
television: 电视 itv iptv 高清电视
internet_of_things: 物联网 iot m2m
active: 在用 正常 开通 在网 有效 active normal
suspended: 停机 暂停 单停 双停 欠费停机 suspended
terminated: 销户 离网 拆机 已离网 注销 terminated
prospect: 潜在 潜在客户
closed: 关闭 已关闭 办结 closed
created: 新建 created
cancelled: 取消 撤销 撤单 已撤销
arrears: 欠费 arrears
fraud: 涉诈 欺诈
customer_request: 用户申请 报停 申请停机
loss: 挂失 丢失
complaint: 投诉
fault: 故障 报障
inquiry: 咨询 查询
request: 申请 业务办理
sms: 短信 短信渠道
call: 电话 外呼 语音
app: 掌厅 手机营业厅 客户端
email: 邮件 电子邮件
outlet: 营业厅 门店
visit: 上门 走访
inbound: 呼入 来访
outbound: 呼出 外呼
marketing: 营销
service: 服务
profiling: 画像
province: 省
city: 市 地市
county: 县 区县
plan: 套餐 主套餐
bundle: 融合 融合套餐
add_on: 加装包 流量包 叠加包
resolved: 已解决 解决
in_progress: 处理中
pending: 待处理
true: 是 有 y yes 1 true 同意
false: 否 无 n no 0 false 不同意)";

}  // namespace staysail::boss
