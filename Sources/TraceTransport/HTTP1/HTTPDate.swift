/// A time as HTTP writes it, in UTC (RFC 9110 section 5.6.7): 784111777 is `Sun, 06 Nov 1994 08:49:37 GMT`.
///
/// Takes seconds since 1970, from the year 1970 to 9999; times outside are written as the nearest of these.
package func httpDate(unixSeconds: Int64) -> String {
    let seconds = min(max(unixSeconds, 0), 253_402_300_799)
    let (days, time) = (Int(seconds / 86_400), Int(seconds % 86_400))
    let date = civilDate(daysSince1970: days)
    let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][days % 7]
    let month = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ][date.month - 1]
    let year = String(date.year)
    return "\(weekday), \(twoDigits(date.day)) \(month) \(year)"
        + " \(twoDigits(time / 3600)):\(twoDigits(time / 60 % 60)):\(twoDigits(time % 60)) GMT"
}

private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

/// The Gregorian date of a day from 1970 on. Years are counted from March, so that the leap day is the last of its year,
/// and in cycles of 400 years, which are 146,097 days.
private func civilDate(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
    let sinceMarch0 = days + 719_468
    let cycle = sinceMarch0 / 146_097
    let dayOfCycle = sinceMarch0 % 146_097
    let yearOfCycle = (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
    let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0), month, day)
}
