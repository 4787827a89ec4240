/// A time as HTTP writes it, in UTC (RFC 9110 section 5.6.7): 784111777 is `Sun, 06 Nov 1994 08:49:37 GMT`.
///
/// Takes seconds since 1970, from the year 1970 to 9999; times outside are written as the nearest of these.
package func httpDate(unixSeconds: Int64) -> String {
    let seconds = min(max(unixSeconds, 0), 253_402_300_799)
    let (days, time) = (Int(seconds / 86_400), Int(seconds % 86_400))
    let date = civilDate(daysSince1970: days)
    let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][days % 7]
    let month = monthNames[date.month - 1]
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

/// Seconds since 1970 of a time as HTTP writes it, `Sun, 06 Nov 1994 08:49:37 GMT`; nil for anything else, also for the two
/// obsolete spellings of RFC 9110 section 5.6.7, which nobody sends.
package func httpDateUnixSeconds(_ text: String) -> Int64? {
    let parts = text.split(separator: " ")
    guard text.utf8.count == 29, parts.count == 6, let day = Int(parts[1]), let year = Int(parts[3]),
        let month = monthNames.firstIndex(of: String(parts[2]))
    else { return nil }
    let time = parts[4].split(separator: ":").compactMap { Int($0) }
    guard time.count == 3, (1970...9999).contains(year), (1...31).contains(day) else { return nil }
    // Bounded by the guards above: far below 2^63.
    let days = daysSince1970(year: year, month: month + 1, day: day)
    let seconds = Int64(days) * 86_400 + Int64(time[0] * 3600 + time[1] * 60 + time[2])
    // Whatever is out of range, or names the wrong weekday, would be written otherwise.
    return httpDate(unixSeconds: seconds) == text ? seconds : nil
}

/// The inverse of ``civilDate(daysSince1970:)``.
private func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    let yearFromMarch = month <= 2 ? year - 1 : year
    let cycle = yearFromMarch / 400
    let yearOfCycle = yearFromMarch % 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return cycle * 146_097 + yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear - 719_468
}

private let monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
